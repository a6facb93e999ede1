import { FRAME_MS, INBOUND_FRAME_SAMPLES } from '../../shared/audio-format.ts'
import { levelDbfs } from '../audio/pcm.ts'
import { BargeInEvidence, type FrameEvidence } from './barge-in-guard-evidence.ts'
import { BargeInScore } from './barge-in-guard-score.ts'
import type { FoundEcho } from './echo-estimate.ts'

/**
 * `open`: the model's own detection alone decides; `guarded`: it hears only what this guard takes for an
 * interruption; `push-to-talk`: the client mutes, so that whatever comes is meant.
 */
export type BargeInPolicy = 'open' | 'guarded' | 'push-to-talk'

/** The partner's voice goes on for the user after its last frame was sent: network, jitter buffer, room. */
const TAIL_FRAMES = 500 / FRAME_MS
/** A gap within a turn that lasts longer is one in which the user may speak as they like. */
const MAX_GAP_FRAMES = 400 / FRAME_MS
/** Who has spoken so shortly before the partner began does not nod to them: they had not finished. */
const UNFINISHED_FRAMES = 200 / FRAME_MS
/** After so much quiet a partner who still speaks has the floor again. */
const FLOOR_LEFT_FRAMES = 600 / FRAME_MS
/** In the tail so much voice, surely not the echo's, begins an answer. */
const ANSWER_FRAMES = 60 / FRAME_MS
/** A short word was a nod when the partner spoke on for so long after it. Up to then it may be the answer. */
const NOD_AFTER_FRAMES = 500 / FRAME_MS
/** The partner's voice is in a frame that is as loud. */
const PARTNER_VOICE_DBFS = -45
/** Soft consonants before the first vowel. */
const LEAD_FRAMES = 120 / FRAME_MS
/** What is held at most; the Live API bears no larger backlog. Older frames are dropped first. */
const MAX_HELD_FRAMES = 1000 / FRAME_MS

const silence = new Int16Array(INBOUND_FRAME_SAMPLES)
const nothing: readonly Int16Array[] = []

/** What the guard says of one frame. */
export interface GuardVerdict {
  /**
   * To be passed on now, in order: one frame as a rule, several at a release, none where such a release is made
   * up for. Not to be written to; the frame that was handed in may be among them.
   */
  frames: readonly Int16Array[]
  /**
   * `interruption`: the user takes the floor; what the partner still has to say is to be dropped now.
   * `backChannel`: a nod, which the model will not hear of. `agoMs`: since when they spoke.
   */
  found: { type: 'interruption' | 'backChannel'; agoMs: number } | null
}

/** A short word that has ended: a nod, or the answer to a partner who falls silent now. */
interface Word {
  frames: readonly Int16Array[]
  /** Counted in frames heard. */
  beganAt: number
  /** Frames with the partner's voice since it ended. */
  partnerFrames: number
}

export interface GuardStats {
  interruptions: number
  backChannels: number
  /** Words held while the partner ended, and passed on as the answer to them. */
  answers: number
  /** Of speech that was passed on, the beginning that had been held for too long. */
  droppedFrames: number
}

/**
 * Stands in the user's line to the model while the partner is heard. Lets silence through in place of the user's
 * voice until it is sure that they interrupt; then gives out what it held, from the first word on, and all that
 * follows. A nod ("はい", "uh-huh") and the partner's own echo are kept back.
 *
 * Pure: no timer; time is counted in frames. `played` once every 20 ms, `hear` for every frame of the user's.
 */
export class BargeInGuard {
  readonly #policy: BargeInPolicy
  readonly #evidence = new BargeInEvidence()
  readonly #score = new BargeInScore()
  #partner: 'silent' | 'speaking' | 'tail' = 'silent'
  /** Since a frame of the partner's was sent. */
  #unsentFrames = 0
  /** The user has the floor; `announced`: and took it from a partner who spoke, which was told. */
  #floor: 'partner' | 'user' | 'announced' = 'user'
  #heardFrames = 0
  #lastVoicedAt = -Infinity
  /** From the word that is just being said, or the last moments of quiet. */
  #held: Int16Array[] = []
  #word: Word | undefined
  /** By a release more frames were passed on than heard: so much silence is to be left out. */
  #aheadFrames = 0
  readonly #stats: GuardStats = { interruptions: 0, backChannels: 0, answers: 0, droppedFrames: 0 }

  constructor(options: { policy: BargeInPolicy }) {
    this.#policy = options.policy
  }

  get stats(): Readonly<GuardStats> {
    return this.#stats
  }

  /** What comes back of the partner's voice; undefined where that is not known, or not looked for. */
  get echo(): FoundEcho | undefined {
    return this.#evidence.echo
  }

  /**
   * What is sent to the user in this tick of the clock.
   * @param frame 20 ms of the partner's, 24 kHz; null for nothing
   * @param turnGoesOn with null: the partner's turn has begun and is not over, its sound is late
   */
  played(frame: Int16Array | null, turnGoesOn: boolean): void {
    if (this.#policy !== 'guarded') return
    const dbfs = frame ? levelDbfs(frame) : -Infinity
    this.#evidence.sent(dbfs)
    if (frame) {
      if (this.#partner !== 'speaking') this.#partnerBegins()
      this.#unsentFrames = 0
      if (this.#word && dbfs > PARTNER_VOICE_DBFS) this.#word.partnerFrames++
      return
    }
    this.#unsentFrames++
    const isGap = this.#partner === 'speaking' && turnGoesOn && this.#unsentFrames <= MAX_GAP_FRAMES
    if (!isGap)
      this.#partner = this.#unsentFrames <= TAIL_FRAMES && this.#partner !== 'silent' ? 'tail' : 'silent'
  }

  /** The user's next 20 ms: 16 kHz mono, without gaps. Only read during the call. */
  hear(frame: Int16Array): GuardVerdict {
    if (this.#policy !== 'guarded') return { frames: [frame], found: null }
    this.#heardFrames++
    const evidence = this.#evidence.weigh(frame)
    if (evidence.isVoiced) this.#lastVoicedAt = this.#heardFrames
    return this.#floor === 'partner' ? this.#hold(frame, evidence) : this.#pass(frame, evidence)
  }

  /**
   * The microphone was paused, so that no frame will come to take along what is held.
   * @returns what is still to be passed on: the answer to a partner who has ended, if there is one
   */
  flush(): readonly Int16Array[] {
    const frames = this.#isAnswer() ? this.#answer() : nothing
    this.#forget()
    return frames
  }

  #partnerBegins(): void {
    this.#partner = 'speaking'
    this.#floor = this.#heardFrames - this.#lastVoicedAt < UNFINISHED_FRAMES ? 'user' : 'partner'
    this.#forget()
  }

  #pass(frame: Int16Array, evidence: FrameEvidence): GuardVerdict {
    const frames = [frame]
    if (this.#partner === 'silent' && evidence.isVoiced) this.#evidence.learnUsual()
    if (this.#partner !== 'speaking') return { frames, found: null }
    if (this.#heardFrames - this.#lastVoicedAt >= FLOOR_LEFT_FRAMES) {
      this.#floor = 'partner'
      this.#forget()
      return { frames, found: null }
    }
    if (this.#floor === 'announced') return { frames, found: null }
    const state = this.#score.push(evidence)
    if (state === 'ended') this.#score.reset()
    return { frames, found: state === 'interruption' ? this.#interruption() : null }
  }

  #hold(frame: Int16Array, evidence: FrameEvidence): GuardVerdict {
    const state = this.#score.push(evidence)
    this.#keep(frame)
    if (this.#isAnswer()) {
      this.#stats.answers++
      this.#floor = 'user'
      return { frames: this.#release(this.#answer()), found: null }
    }
    if (this.#partner === 'silent') {
      this.#floor = 'user'
      this.#forget()
      return { frames: [frame], found: null }
    }
    if (state === 'interruption') {
      const found = this.#interruption()
      return { frames: this.#release(this.#held), found }
    }
    const frames = this.#silence()
    return { frames, found: state === 'ended' ? this.#wordEnded() : this.#nod() }
  }

  #keep(frame: Int16Array): void {
    this.#held.push(frame.slice())
    const isSpeech = this.#score.frames > 0
    const most = isSpeech ? MAX_HELD_FRAMES : LEAD_FRAMES
    if (this.#held.length <= most) return
    this.#held.shift()
    if (isSpeech) this.#stats.droppedFrames++
  }

  /** The partner has ended, and the user has begun or just said something. */
  #isAnswer(): boolean {
    if (this.#partner === 'speaking') return false
    const enough = this.#partner === 'tail' ? ANSWER_FRAMES : 1
    return this.#word !== undefined || this.#score.voicedFrames >= enough
  }

  #answer(): Int16Array[] {
    return [...(this.#word?.frames ?? []), ...this.#held].slice(-MAX_HELD_FRAMES)
  }

  #release(frames: readonly Int16Array[]): readonly Int16Array[] {
    this.#aheadFrames += frames.length - 1
    this.#forget()
    return frames
  }

  #interruption(): GuardVerdict['found'] {
    this.#stats.interruptions++
    this.#floor = 'announced'
    return { type: 'interruption', agoMs: this.#score.frames * FRAME_MS }
  }

  #wordEnded(): GuardVerdict['found'] {
    const { voicedFrames, spokenFrames, frames } = this.#score
    // What follows on it comes as it is heard: of the quiet after the word a moment is enough.
    const quietFrames = Math.max(0, frames - spokenFrames - LEAD_FRAMES)
    const before = this.#word
    if (voicedFrames >= ANSWER_FRAMES)
      this.#word = {
        frames: this.#held.slice(0, this.#held.length - quietFrames),
        beganAt: this.#heardFrames - frames,
        partnerFrames: 0,
      }
    this.#held = this.#held.slice(-LEAD_FRAMES)
    this.#score.reset()
    return before && before !== this.#word ? this.#backChannel(before) : null
  }

  #nod(): GuardVerdict['found'] {
    const word = this.#word
    if (!word || word.partnerFrames < NOD_AFTER_FRAMES) return null
    this.#word = undefined
    return this.#backChannel(word)
  }

  #backChannel({ beganAt }: Word): GuardVerdict['found'] {
    this.#stats.backChannels++
    return { type: 'backChannel', agoMs: (this.#heardFrames - beganAt) * FRAME_MS }
  }

  /** In the place of a held frame. Every other one is left out until real time is kept again. */
  #silence(): readonly Int16Array[] {
    if (this.#aheadFrames <= 0 || this.#heardFrames % 2 === 0) return [silence]
    this.#aheadFrames--
    return nothing
  }

  #forget(): void {
    this.#score.reset()
    this.#held = []
    this.#word = undefined
  }
}
