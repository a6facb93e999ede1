import { FRAME_MS } from '../../shared/audio-format.ts'
import type { FrameEvidence } from './barge-in-guard-evidence.ts'

/*
 * Found on the recordings in testing/speech/barge-in, at several levels, in noise and with echo: the pair of
 * limits that stops soonest while less than one nod in twenty interrupts and less than one interruption in twenty
 * is missed (the benchmark of barge-in measures it anew).
 */
/** Of speech as such an interruption has so much, a "なるほど" or an "exactly" not quite. */
const SPEECH_MS = 500
/** With the pauses in it ("いえ、それは…"), which a nod said twice has too. */
const SPAN_MS = 660
/** Shorter gaps belong to the word: plosives, and what noise or the echo has covered. */
const WORD_GAP_FRAMES = 60 / FRAME_MS
/** Shorter gaps belong to the span. */
const SPAN_GAP_FRAMES = 240 / FRAME_MS
/** After so much quiet the utterance has ended. */
const END_FRAMES = 400 / FRAME_MS
/** No vowel, no voice: below this it was a knock, a cough or a chair. */
const MIN_VOICED_FRAMES = 200 / FRAME_MS
/** So much softer than the user usually speaks it is somebody else in the room, or what is left of an echo. */
const SOFT_DB = -14
/** Who wants the floor speaks up, who nods speaks softly: a frame counts so much more, or less, for this many dB. */
const DB_FOR_TWICE = 18
const LEAST_WEIGHT = 0.5
const MOST_WEIGHT = 1.6

/** One utterance over the partner's speech, frame by frame, until it is an interruption or has ended. Pure. */
export class BargeInScore {
  #speechMs = 0
  #spanMs = 0
  #frames = 0
  #voicedFrames = 0
  #quietFrames = 0

  /** Takes the next frame. After `interruption` or `ended` it is to be reset. */
  push({ isHeard, isVoiced, levelDb }: FrameEvidence): 'quiet' | 'speech' | 'interruption' | 'ended' {
    const isOwn = isHeard && levelDb > SOFT_DB
    if (this.#frames === 0 && !(isOwn && isVoiced)) return 'quiet'
    this.#frames++
    if (!isOwn) {
      this.#quietFrames++
      return this.#quietFrames >= END_FRAMES ? 'ended' : 'speech'
    }
    const weight = Math.min(MOST_WEIGHT, Math.max(LEAST_WEIGHT, 1 + levelDb / DB_FOR_TWICE))
    const gap = this.#quietFrames
    this.#quietFrames = 0
    if (isVoiced) this.#voicedFrames++
    this.#speechMs += FRAME_MS * (weight + (gap <= WORD_GAP_FRAMES ? gap : 0))
    this.#spanMs += FRAME_MS * (weight + (gap <= SPAN_GAP_FRAMES ? gap : 0))
    const isLong = this.#speechMs >= SPEECH_MS || this.#spanMs >= SPAN_MS
    return isLong && this.#voicedFrames >= MIN_VOICED_FRAMES ? 'interruption' : 'speech'
  }

  /** Since the utterance began; 0 while there is none. */
  get frames(): number {
    return this.#frames
  }

  /** Those of them in which there was a voice. */
  get voicedFrames(): number {
    return this.#voicedFrames
  }

  /** How many there were up to its last sound. */
  get spokenFrames(): number {
    return this.#frames - this.#quietFrames
  }

  reset(): void {
    this.#speechMs = 0
    this.#spanMs = 0
    this.#frames = 0
    this.#voicedFrames = 0
    this.#quietFrames = 0
  }
}
