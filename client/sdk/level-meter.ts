/** 21 ms at 48 kHz: short enough to follow syllables, long enough not to flicker with single waves. */
const WINDOW_SAMPLES = 1024
/** Below this lies the noise of a quiet room, after the browser's own noise suppression. */
const FLOOR_DB = -60
/** Loud speech into a headset. */
const CEILING_DB = -15

/** How loud a stream is right now. Owns its nodes in the context; the context and the stream are its owner's. */
export class LevelMeter {
  readonly #source: MediaStreamAudioSourceNode
  readonly #analyser: AnalyserNode
  readonly #samples = new Float32Array(WINDOW_SAMPLES)

  constructor(context: AudioContext, stream: MediaStream) {
    this.#source = context.createMediaStreamSource(stream)
    this.#analyser = context.createAnalyser()
    this.#analyser.fftSize = WINDOW_SAMPLES
    this.#source.connect(this.#analyser)
  }

  /** 0 to 1, even steps in decibels, as ears count. */
  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    let sum = 0
    for (const sample of this.#samples) sum += sample * sample
    const db = 10 * Math.log10(sum / WINDOW_SAMPLES)
    return Math.min(1, Math.max(0, (db - FLOOR_DB) / (CEILING_DB - FLOOR_DB)))
  }

  close(): void {
    this.#source.disconnect()
  }
}
