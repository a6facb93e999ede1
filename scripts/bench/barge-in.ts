import { joined, mixed, pinkNoise } from '../../server/audio/fixtures/sound.ts'
import { bytesFromPcm } from '../../server/audio/pcm.ts'
import { AutomaticTurns } from '../../server/partner/automatic-turns.ts'
import { type Ears, loadEars } from '../../server/partner/ears.ts'
import { echoOf } from '../../server/testing/speech/barge-in/echo.ts'
import {
  type Conditions,
  type GuardedOverlap,
  guarded,
  type Overlap,
  overPartner,
} from '../../server/testing/speech/barge-in/over-partner.ts'
import {
  type BargeInRecording,
  readBargeInRecordings,
} from '../../server/testing/speech/barge-in/recordings.ts'
import { readSpeakers, type Speakers } from '../../server/testing/speech/barge-in/speakers.ts'
import { FRAME_MS, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { type Measurement, quantile } from './measurement.ts'

/** The recordings' speakers talk at -26 dBFS. */
const CONDITIONS: Record<string, Conditions> = {
  'quiet room': { userDb: 0 },
  'loud user': { userDb: 8, noiseDbfs: -60 },
  'soft user': { userDb: -10, noiseDbfs: -66 },
  'noise at 20 dB': { userDb: 0, noiseDbfs: -46 },
  'noise at 15 dB': { userDb: 0, noiseDbfs: -41 },
  'echo at -20 dB': { userDb: 0, noiseDbfs: -56, echo: { gainDb: -20, delayMs: 180 } },
  'partner opens': { userDb: 0, noiseDbfs: -60, isOpening: true },
}
/** The built-in partner's ears take several times as long as the guard: they listen in this one. */
const HEARD_BY_PARTNER = 'noise at 20 dB'
const ECHO = { gainDb: -20, seconds: 120, delaysMs: [60, 180, 300, 400] }

/**
 * Whether the guard stops the partner for those who want the floor and for nobody else: each of the 50 nods and 50
 * interruptions laid over a partner who speaks, in seven conditions, then an echo for two minutes at four delays.
 */
export async function measureBargeIn(): Promise<Measurement[]> {
  const recordings = await readBargeInRecordings()
  const usualDbfs = recordings[0]?.usualDbfs ?? Number.NaN
  const speakers = await readSpeakers(usualDbfs, ECHO.seconds)
  const guardFound: Finding[] = []
  for (const [name, conditions] of Object.entries(CONDITIONS)) {
    const found = recordings.map((recording, index) =>
      heardByGuard(recording, speakers, conditions, index + 1),
    )
    process.stderr.write(`barge-in, ${name}: ${told(found)}\n`)
    guardFound.push(...found)
  }
  const ears = await loadEars()
  const conditions = CONDITIONS[HEARD_BY_PARTNER] ?? { userDb: 0 }
  const throughGuard: Finding[] = []
  const alone: Finding[] = []
  for (const [index, recording] of recordings.entries()) {
    const overlap = overPartner(recording, speakers, conditions, index + 1)
    const { kind } = recording
    throughGuard.push({
      kind,
      stopAfterMs: heardByPartner(overlap, guarded(overlap, { goesOn: true }).passed, ears),
    })
    alone.push({ kind, stopAfterMs: heardByPartner(overlap, unguarded(overlap), ears) })
  }
  process.stderr.write(`barge-in, the built-in partner behind the guard: ${told(throughGuard)}\n`)
  process.stderr.write(`barge-in, the built-in partner alone: ${told(alone)}\n`)
  const delays = guardFound.flatMap((one) =>
    one.kind === 'interruption' && one.stopAfterMs !== undefined ? [one.stopAfterMs] : [],
  )
  return [
    {
      name: 'barge-in: nods that stop the partner',
      ...share(guardFound, 'back-channel'),
      target: { atMost: 5 },
    },
    {
      name: 'barge-in: interruptions that do',
      ...share(guardFound, 'interruption'),
      target: { atLeast: 95 },
    },
    { name: 'barge-in: onset to stop p50', value: quantile(delays, 0.5), unit: 'ms' },
    { name: 'barge-in: onset to stop p95', value: quantile(delays, 0.95), unit: 'ms' },
    {
      name: 'barge-in: nods that stop the built-in partner behind the guard',
      ...share(throughGuard, 'back-channel'),
      target: { atMost: 5 },
    },
    {
      name: 'barge-in: interruptions that do',
      ...share(throughGuard, 'interruption'),
      target: { atLeast: 95 },
    },
    { name: 'barge-in: nods that stop it without the guard', ...share(alone, 'back-channel') },
    {
      name: `barge-in: self-interruptions in ${ECHO.delaysMs.length} times two minutes of echo at -20 dB`,
      value: echoLoops(speakers),
      unit: '',
      target: { atMost: 0 },
    },
  ]
}

interface Finding {
  kind: BargeInRecording['kind']
  /** After the recording's first sound; undefined: the partner was not stopped. */
  stopAfterMs: number | undefined
}

function heardByGuard(
  recording: BargeInRecording,
  speakers: Speakers,
  conditions: Conditions,
  seed: number,
): Finding {
  const overlap = overPartner(recording, speakers, conditions, seed)
  const [atMs] = guarded(overlap).interruptedAtMs
  return { kind: recording.kind, stopAfterMs: atMs === undefined ? undefined : atMs - overlap.speechAtMs }
}

/** When the built-in partner's own detection would stop it, of what is passed on to it. */
function heardByPartner(overlap: Overlap, passed: GuardedOverlap['passed'], ears: Ears): number | undefined {
  let nowMs = 0
  let stoppedAtMs: number | undefined
  const turns = new AutomaticTurns({
    ears,
    endOfSpeechMs: undefined,
    onBargeIn: () => {
      stoppedAtMs ??= nowMs
    },
    onTurnEnd: () => {},
  })
  try {
    let isSpeaking = false
    for (const { frame, atMs } of passed) {
      // A second before it is enough to get used to the room.
      if (atMs < overlap.partnerAtMs - 1_000) continue
      nowMs = atMs
      if (!isSpeaking && atMs > overlap.partnerAtMs) {
        isSpeaking = true
        turns.partnerSpeaks(true)
      }
      turns.hear(bytesFromPcm(frame.slice()), INBOUND_SAMPLE_RATE_HZ)
    }
  } finally {
    turns.close()
  }
  return stoppedAtMs === undefined ? undefined : stoppedAtMs - overlap.speechAtMs
}

function unguarded({ user }: Overlap): GuardedOverlap['passed'] {
  const samples = (INBOUND_SAMPLE_RATE_HZ * FRAME_MS) / 1000
  return Array.from({ length: Math.floor(user.length / samples) }, (_, n) => ({
    frame: user.subarray(n * samples, (n + 1) * samples),
    atMs: (n + 1) * FRAME_MS,
  }))
}

/** How often partners whose voice comes back from the user's speaker interrupt themselves. */
function echoLoops({ partners }: Speakers): number {
  return ECHO.delaysMs.reduce((sum, delayMs, index) => {
    const partner = partners[index % partners.length] ?? new Int16Array()
    const partnerAtMs = 1_000
    const echo = echoOf(partner, { gainDb: ECHO.gainDb, delayMs })
    const room = joined(new Int16Array((partnerAtMs * INBOUND_SAMPLE_RATE_HZ) / 1000), echo)
    const user = mixed(room, pinkNoise(room.length, -62))
    const overlap = { user, partner, partnerAtMs, speechAtMs: partnerAtMs, speechEndMs: partnerAtMs }
    return sum + guarded(overlap, { goesOn: true }).interruptedAtMs.length
  }, 0)
}

function share(found: readonly Finding[], kind: Finding['kind']): { value: number; unit: '%' } {
  const ofKind = found.filter((one) => one.kind === kind)
  const stopped = ofKind.filter(({ stopAfterMs }) => stopAfterMs !== undefined)
  return { value: (100 * stopped.length) / ofKind.length, unit: '%' }
}

function told(found: readonly Finding[]): string {
  const nods = share(found, 'back-channel').value
  const stops = share(found, 'interruption').value
  const delays = found.flatMap((one) =>
    one.kind === 'interruption' && one.stopAfterMs !== undefined ? [one.stopAfterMs] : [],
  )
  const [p50, p95] = [quantile(delays, 0.5), quantile(delays, 0.95)].map(Math.round)
  return `${nods} % of the nods and ${stops} % of the interruptions stop, these after ${p50} ms (p95 ${p95})`
}
