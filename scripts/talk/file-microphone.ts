import { FRAME_MS } from '../../shared/audio-format.ts'

/** `OpusEncoder` is one. */
export interface FrameEncoder {
  encode(frame: Int16Array): Uint8Array
}

export interface FileMicrophoneOptions {
  /** Mono, at the encoder's rate. */
  samples: Int16Array
  sampleRateHz: number
  encoder: FrameEncoder
  /** Called every 20 ms; the packet is valid only during the call. */
  onPacket: (packet: Uint8Array) => void
  nowMs?: () => number
}

/** After a stall of the machine, at most this much is made up for at once; the rest comes late for good. */
const MAX_CATCH_UP_FRAMES = 25

/**
 * A microphone into which a recording is spoken, in real time. Like a real one it gives silence before and
 * after. The caller starts it and closes it.
 */
export class FileMicrophone {
  readonly #options: FileMicrophoneOptions
  readonly #nowMs: () => number
  readonly #frameSamples: number
  readonly #spoken = Promise.withResolvers<void>()
  #timer: NodeJS.Timeout | undefined
  #startedMs = 0
  #sentFrames = 0
  /** Undefined until `speak`. */
  #position: number | undefined

  constructor(options: FileMicrophoneOptions) {
    this.#options = options
    this.#nowMs = options.nowMs ?? (() => performance.now())
    this.#frameSamples = (options.sampleRateHz * FRAME_MS) / 1000
  }

  /** Silence from now on. */
  start(): void {
    if (this.#timer) return
    this.#startedMs = this.#nowMs()
    this.#timer = setInterval(() => this.#sendDue(), FRAME_MS)
  }

  /** Speaks the recording once. @returns resolves with its last packet; never when it is closed before */
  speak(): Promise<void> {
    this.#position ??= 0
    return this.#spoken.promise
  }

  close(): void {
    clearInterval(this.#timer)
  }

  /** By the clock and not by the timer, which comes late as often as it likes. */
  #sendDue(): void {
    const due = Math.floor((this.#nowMs() - this.#startedMs) / FRAME_MS)
    this.#sentFrames = Math.max(this.#sentFrames, due - MAX_CATCH_UP_FRAMES)
    for (; this.#sentFrames < due; this.#sentFrames++) {
      this.#options.onPacket(this.#options.encoder.encode(this.#nextFrame()))
    }
  }

  #nextFrame(): Int16Array {
    const frame = new Int16Array(this.#frameSamples)
    const { samples } = this.#options
    if (this.#position === undefined || this.#position >= samples.length) return frame
    frame.set(samples.subarray(this.#position, this.#position + this.#frameSamples))
    this.#position += this.#frameSamples
    if (this.#position >= samples.length) this.#spoken.resolve()
    return frame
  }
}
