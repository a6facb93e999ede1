import { Allowance } from './allowance.ts'

/** Twice real time of 16 kHz s16le: enough to catch up after a stall of two seconds, too little to flood a model. */
const SOUND = { atOnce: 128_000, perMs: 64 }
/** The smallest frames of any browser, 128 samples at 48 kHz, are 375 a second. */
const FRAMES = { atOnce: 1_000, perMs: 0.5 }
/** A microphone of 48 kHz in base64 is 128 kB a second, and the largest message 1 MB. */
const BYTES = { atOnce: 4_194_304, perMs: 512 }

/** What one socket may send. Who sends too much sound loses some of it, who floods loses the socket. */
export class InboundLimits {
  readonly #sound: Allowance
  readonly #frames: Allowance
  readonly #bytes: Allowance

  constructor(nowMs: number) {
    this.#sound = new Allowance(SOUND, nowMs)
    this.#frames = new Allowance(FRAMES, nowMs)
    this.#bytes = new Allowance(BYTES, nowMs)
  }

  /** Pieces of sound that were not taken. */
  get refusedSound(): number {
    return this.#sound.refused
  }

  /** Whether another frame is still no flood. */
  takeFrame(bytes: number, nowMs: number): boolean {
    return this.#frames.take(1, nowMs) && this.#bytes.take(bytes, nowMs)
  }

  /** @param bytes at 16 kHz */
  takeSound(bytes: number, nowMs: number): boolean {
    return this.#sound.take(bytes, nowMs)
  }
}
