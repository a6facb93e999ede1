import { FRAME_MS, INBOUND_FRAME_SAMPLES } from '../../../../shared/audio-format.ts'
import { type FrameResampler, ResamplingFramer } from '../../../audio/resampling-framer.ts'

/** Makes what brings sound of that rate to 16 kHz. */
export type OpenResampler = (fromHz: number) => FrameResampler

/**
 * A legacy client's microphone, of whatever rate and in chunks of any length, as 16 kHz. What is not yet 20 ms waits
 * for the next chunk, even half a sample; when the rate changes it is forgotten.
 */
export class ClientMicrophone {
  readonly #framer: ResamplingFramer
  #samples = new Int16Array()
  #filled = 0

  constructor(openResampler: OpenResampler) {
    this.#framer = new ResamplingFramer({
      openResampler,
      onFrame: (frame) => {
        this.#samples.set(frame, this.#filled)
        this.#filled += frame.length
      },
    })
  }

  /** @returns s16le at 16 kHz, in whole frames of 20 ms: the caller's own, and a buffer of its own */
  hear(bytes: Uint8Array, sampleRateHz: number): Uint8Array {
    const frameBytes = (2 * sampleRateHz * FRAME_MS) / 1000
    // One more for what waited.
    const most = (Math.floor(bytes.byteLength / frameBytes) + 1) * INBOUND_FRAME_SAMPLES
    if (this.#samples.length < most) this.#samples = new Int16Array(most)
    this.#filled = 0
    this.#framer.push(bytes, sampleRateHz)
    return new Uint8Array(this.#samples.slice(0, this.#filled).buffer)
  }

  close(): void {
    this.#framer.close()
  }
}
