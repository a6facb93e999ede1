import {
  FRAME_MS,
  INBOUND_FRAME_SAMPLES,
  INBOUND_SAMPLE_RATE_HZ,
  OUTBOUND_FRAME_SAMPLES,
} from '../../../../shared/audio-format.ts'
import { joined, mixed, pinkNoise, pseudoRandom } from '../../../audio/fixtures/sound.ts'
import { BargeInGuard } from '../../../talk/barge-in-guard.ts'
import { echoOf } from './echo.ts'
import type { BargeInRecording } from './recordings.ts'
import type { Speakers } from './speakers.ts'

/** How long the partner speaks before the user says something, and at least after it. */
const BEFORE_MS = { least: 700, most: 3_500 }
const AFTER_MS = 2_500
/** Between the user's ordinary speech and the partner's. */
const PAUSE_MS = 700
/** What the renderer leaves before the first sound of a recording. */
const LEAD_MS = 20

/** A stretch of a talk, with the partner's voice as it is sent and the user's microphone as it is heard. */
export interface Overlap {
  /** 16 kHz mono. */
  user: Int16Array
  /** 24 kHz mono, spoken from `partnerAtMs` on to the end. */
  partner: Int16Array
  partnerAtMs: number
  /** When the recording's first sound begins, and its last one ends. */
  speechAtMs: number
  speechEndMs: number
}

/** How the user is heard. */
export interface Conditions {
  /** Louder or softer than the recordings as they are kept. */
  userDb: number
  /** Pink noise; left out: none at all. */
  noiseDbfs?: number
  /** The partner's voice in the user's microphone; left out: none. */
  echo?: { gainDb: number; delayMs: number }
  /** The talk begins with the partner: nothing is known of how loud the user is. */
  isOpening?: boolean
}

/** Lays a recording over a partner's speech, after a sentence of the same user's at their usual level. */
export function overPartner(
  recording: BargeInRecording,
  { partners, users }: Speakers,
  { userDb, noiseDbfs, echo, isOpening }: Conditions,
  seed: number,
): Overlap {
  const random = pseudoRandom(seed)
  for (let i = 0; i < 3; i++) random()
  const share = () => (random() + 1) / 2
  const usual = isOpening ? new Int16Array() : users[recording.locale]
  const partnerAtMs = wholeFrames((usual.length / INBOUND_SAMPLE_RATE_HZ) * 1000 + PAUSE_MS)
  const beforeMs = BEFORE_MS.least + share() * (BEFORE_MS.most - BEFORE_MS.least)
  const at = partnerAtMs + beforeMs
  const endMs = wholeFrames(at + recording.durationMs + AFTER_MS)
  const speaks = ((endMs - partnerAtMs) / FRAME_MS) * OUTBOUND_FRAME_SAMPLES
  const voice = partners[Math.floor(share() * partners.length)] ?? new Int16Array()
  const from = Math.floor(share() * (voice.length - speaks))
  const partner = voice.slice(from, from + speaks)
  const speech = joined(usual, new Int16Array(samples(at) - usual.length), recording.pcm)
  const room = joined(new Int16Array(samples(partnerAtMs)), echo ? echoOf(partner, echo) : new Int16Array())
  const length = samples(endMs)
  const noise = noiseDbfs === undefined ? new Int16Array(length) : pinkNoise(length, noiseDbfs, 16_000, seed)
  return {
    user: mixed(louder(speech, userDb), room.subarray(0, length), noise),
    partner,
    partnerAtMs,
    speechAtMs: at + LEAD_MS,
    speechEndMs: at + recording.durationMs,
  }
}

/** What a guard made of an overlap; times are ms from its beginning. */
export interface GuardedOverlap {
  interruptedAtMs: number[]
  backChannelAtMs: number[]
  /** Everything that was passed on, and when. */
  passed: { frame: Int16Array; atMs: number }[]
}

/** Plays it. The partner falls silent at the first interruption, unless they are to go on. */
export function guarded(
  { user, partner, partnerAtMs }: Overlap,
  { guard = new BargeInGuard({ policy: 'guarded' }), goesOn = false } = {},
): GuardedOverlap {
  const result: GuardedOverlap = { interruptedAtMs: [], backChannelAtMs: [], passed: [] }
  for (let n = 0; (n + 1) * INBOUND_FRAME_SAMPLES <= user.length; n++) {
    const at = (n - partnerAtMs / FRAME_MS) * OUTBOUND_FRAME_SAMPLES
    const isCut = !goesOn && result.interruptedAtMs.length > 0
    const isSpeaking = at >= 0 && at < partner.length && !isCut
    guard.played(isSpeaking ? partner.subarray(at, at + OUTBOUND_FRAME_SAMPLES) : null, false)
    const atMs = (n + 1) * FRAME_MS
    const { frames, found } = guard.hear(
      user.subarray(n * INBOUND_FRAME_SAMPLES, (n + 1) * INBOUND_FRAME_SAMPLES),
    )
    for (const frame of frames) result.passed.push({ frame, atMs })
    if (found?.type === 'interruption') result.interruptedAtMs.push(atMs)
    if (found?.type === 'backChannel') result.backChannelAtMs.push(atMs)
  }
  return result
}

export function louder(sound: Int16Array, db: number): Int16Array {
  const factor = 10 ** (db / 20)
  return sound.map((sample) => Math.max(-32_768, Math.min(32_767, sample * factor)))
}

function wholeFrames(ms: number): number {
  return Math.ceil(ms / FRAME_MS) * FRAME_MS
}

function samples(ms: number): number {
  return Math.round((ms * INBOUND_SAMPLE_RATE_HZ) / 1000)
}
