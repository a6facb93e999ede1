import { LevelMeter } from '../../sdk/level-meter.ts'
import type { Ear } from './microphone-check.ts'

/** Hears by Web Audio. Make it inside the user's tap: an iPhone lets an AudioContext run only from there. */
export class WebAudioEar implements Ear<MediaStreamTrack> {
  readonly #context = new AudioContext()
  #meter: LevelMeter | undefined

  constructor() {
    this.#context.resume().catch(() => {})
  }

  listenTo(track: MediaStreamTrack): void {
    this.#meter?.close()
    this.#meter = new LevelMeter(this.#context, new MediaStream([track]))
  }

  level(): number {
    return this.#meter?.level() ?? 0
  }

  close(): void {
    this.#meter?.close()
    // Only a context that is closed already refuses this.
    this.#context.close().catch(() => {})
  }
}
