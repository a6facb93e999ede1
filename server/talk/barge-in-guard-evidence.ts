import { FRAME_MS } from '../../shared/audio-format.ts'
import { EnergyGate } from '../audio/energy-gate.ts'
import { levelDbfs } from '../audio/pcm.ts'
import { Voicing } from './barge-in-guard-voicing.ts'
import { EchoEstimate, type FoundEcho } from './echo-estimate.ts'

/** Vowels reach 0.7 and more, pink noise 0.4 at most. */
const VOICED_STRENGTH = 0.5
/** How far above the expected echo the user's own voice must be: rooms do not keep to an average. */
const ECHO_MARGIN_DB = 6
/** Of voice, to know how loud somebody usually is. */
const USUAL_KNOWN_FRAMES = 300 / FRAME_MS
/** Between how people nod and how they cut in, of whom too little was heard to compare. */
const UNKNOWN_DB = -4.5
/** The usual level follows what the user has said in about this much voiced speech. */
const USUAL_MEMORY_FRAMES = 3_000 / FRAME_MS

/** What one frame of 20 ms says. */
export interface FrameEvidence {
  /** Louder than the room and than the partner's echo can be: a consonant perhaps, or a knock. */
  isHeard: boolean
  /** Heard, and a voice: a vowel or another voiced sound. */
  isVoiced: boolean
  /** Relative to how loud the user's voice usually is. */
  levelDb: number
}

/** Tells the user's own voice from the room's noise and from the partner's echo. Pure; some 15 µs a frame of speech. */
export class BargeInEvidence {
  readonly #gate = new EnergyGate()
  readonly #voicing = new Voicing()
  readonly #echo = new EchoEstimate()
  #heardDbfs = -Infinity
  #usual = { dbfs: 0, frames: 0 }

  get echo(): FoundEcho | undefined {
    return this.#echo.state
  }

  /** How loud what is sent to the user now is; -Infinity for nothing. Once every 20 ms. */
  sent(levelDbfs: number): void {
    this.#echo.sent(levelDbfs)
  }

  /** The next 20 ms of the user's: 16 kHz mono, without gaps. */
  weigh(frame: Int16Array): FrameEvidence {
    const heardDbfs = levelDbfs(frame)
    const echoDbfs = this.#echo.expectedDbfs(heardDbfs)
    this.#voicing.push(frame)
    const isHeard = this.#gate.isVoiced(frame) && heardDbfs > echoDbfs + ECHO_MARGIN_DB
    const levelDb = this.#usual.frames < USUAL_KNOWN_FRAMES ? UNKNOWN_DB : heardDbfs - this.#usual.dbfs
    this.#heardDbfs = heardDbfs
    const isVoiced = isHeard && this.#voicing.strength() >= VOICED_STRENGTH
    return { isHeard, isVoiced, levelDb }
  }

  /** The frame just weighed is the user's ordinary speech. */
  learnUsual(): void {
    const usual = this.#usual
    usual.frames++
    usual.dbfs += (this.#heardDbfs - usual.dbfs) / Math.min(usual.frames, USUAL_MEMORY_FRAMES)
  }
}
