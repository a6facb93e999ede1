import { beforeAll, expect, test } from 'vitest'
import { INBOUND_FRAME_SAMPLES } from '../../shared/audio-format.ts'
import { joined, mixed, pinkNoise } from '../audio/fixtures/sound.ts'
import { echoOf } from '../testing/speech/barge-in/echo.ts'
import { guarded, type Overlap, overPartner } from '../testing/speech/barge-in/over-partner.ts'
import { type BargeInRecording, readBargeInRecordings } from '../testing/speech/barge-in/recordings.ts'
import { readSpeakers, type Speakers } from '../testing/speech/barge-in/speakers.ts'

/** A seeded fifth of the recordings; `npm run bench` takes all of them, in more conditions. */
const EVERY = 5
const FIRST = 1

let recordings: BargeInRecording[]
let speakers: Speakers

beforeAll(async () => {
  recordings = await readBargeInRecordings()
  speakers = await readSpeakers(recordings[0]?.usualDbfs ?? 0, 30)
})

function some(kind: BargeInRecording['kind']): BargeInRecording[] {
  return recordings.filter((recording) => recording.kind === kind).filter((_, i) => i % EVERY === FIRST)
}

test('there are fifty of each kind, half in each language', () => {
  for (const kind of ['back-channel', 'interruption'] as const)
    for (const locale of ['ja', 'en'] as const)
      expect(recordings.filter((one) => one.kind === kind && one.locale === locale)).toHaveLength(25)
})

test.each([
  ['in a quiet room', { userDb: 0 }],
  ['from a loud user', { userDb: 8, noiseDbfs: -60 }],
  ['from a soft user', { userDb: -10, noiseDbfs: -66 }],
  ['in noise at 20 dB', { userDb: 0, noiseDbfs: -46 }],
])('nods do not stop the partner and nothing of them passes, %s', (_name, conditions) => {
  let told = 0
  for (const [index, recording] of some('back-channel').entries()) {
    const overlap = overPartner(recording, speakers, conditions, index + 1)
    const { interruptedAtMs, backChannelAtMs, passed } = guarded(overlap)
    expect(interruptedAtMs, recording.text).toEqual([])
    if (backChannelAtMs.length > 0) told++
    const leaked = passed.filter(({ frame, atMs }) => atMs > overlap.partnerAtMs + 20 && isSound(frame))
    expect(leaked, recording.text).toEqual([])
  }
  // In the first second of the first turn it is not yet known that no echo comes back: soft ones may go unnoticed.
  expect(told).toBeGreaterThanOrEqual(some('back-channel').length - 1)
})

test.each([
  ['in a quiet room', { userDb: 0 }],
  ['from a loud user', { userDb: 8, noiseDbfs: -60 }],
  ['from a soft user', { userDb: -10, noiseDbfs: -66 }],
  ['in noise at 20 dB', { userDb: 0, noiseDbfs: -46 }],
])(
  'interruptions stop the partner within 1.1 s of their first sound, but for one in ten, %s',
  (_name, conditions) => {
    const stopped = some('interruption').filter((recording, index) => {
      const overlap = overPartner(recording, speakers, conditions, index + 1)
      const [atMs = Infinity] = guarded(overlap).interruptedAtMs
      return atMs >= overlap.speechAtMs && atMs - overlap.speechAtMs < 1_100
    })
    expect(stopped.length).toBeGreaterThanOrEqual(some('interruption').length - 1)
  },
)

test('an interruption reaches the model from its first sound on, sample by sample, and then live', () => {
  const [recording] = some('interruption')
  if (!recording) expect.fail('no recording')
  const overlap = overPartner(recording, speakers, { userDb: 0, noiseDbfs: -60 }, 1)
  const { interruptedAtMs, passed } = guarded(overlap)
  const released = passed.filter(({ atMs }) => atMs >= (interruptedAtMs[0] ?? 0))
  const sound = joined(...released.map(({ frame }) => frame))
  const from = overlap.user.length - (overlap.user.length % INBOUND_FRAME_SAMPLES) - sound.length
  expect(from / 16).toBeLessThan(overlap.speechAtMs)
  expect(from / 16).toBeGreaterThan(overlap.speechAtMs - 200)
  expect(sound).toEqual(overlap.user.slice(from, from + sound.length))
})

test("the partner's own voice at -20 dB never interrupts them, whatever its delay, nor is it passed on", () => {
  for (const [index, delayMs] of [40, 190, 400].entries()) {
    const overlap = echoOnly(index, delayMs)
    const { interruptedAtMs, passed } = guarded(overlap)
    expect(interruptedAtMs).toEqual([])
    const leaked = passed.filter(({ frame, atMs }) => atMs > overlap.partnerAtMs + 20 && isSound(frame))
    expect(leaked).toEqual([])
  }
})

test('over such an echo a user can still interrupt', () => {
  const conditions = { userDb: 0, noiseDbfs: -56, echo: { gainDb: -20, delayMs: 180 } }
  const stopped = some('interruption').filter((recording, index) => {
    const { interruptedAtMs } = guarded(overPartner(recording, speakers, conditions, index + 1))
    return interruptedAtMs.length > 0
  })
  expect(stopped.length).toBeGreaterThanOrEqual(some('interruption').length - 1)
})

function echoOnly(index: number, delayMs: number): Overlap {
  const partner = speakers.partners[index % speakers.partners.length] ?? new Int16Array()
  const partnerAtMs = 1_000
  const echo = echoOf(partner.slice(0, partner.length - (partner.length % 480)), { gainDb: -20, delayMs })
  const user = joined(
    new Int16Array(partnerAtMs * 16),
    echo.subarray(0, Math.floor(partner.length / 480) * 320),
  )
  return {
    user: mixed(user, pinkNoise(user.length, -62)),
    partner,
    partnerAtMs,
    speechAtMs: 0,
    speechEndMs: 0,
  }
}

function isSound(frame: Int16Array): boolean {
  return frame.some((sample) => sample !== 0)
}
