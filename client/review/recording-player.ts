/** What it needs of an `<audio>`. */
export type PlayerMedia = Pick<
  HTMLMediaElement,
  | 'currentTime'
  | 'duration'
  | 'paused'
  | 'playbackRate'
  | 'play'
  | 'pause'
  | 'addEventListener'
  | 'removeEventListener'
>

/** Immutable: a new object for each change. */
export interface PlayerSnapshot {
  playing: boolean
  /** Of the talk, ms. */
  positionMs: number
  /** Undefined until the recording has told. */
  durationMs: number | undefined
  speed: number
}

export const stillPlayer: PlayerSnapshot = { playing: false, positionMs: 0, durationMs: undefined, speed: 1 }

const EVENTS = [
  'play',
  'pause',
  'ended',
  'timeupdate',
  'seeking',
  'seeked',
  'durationchange',
  'ratechange',
] as const

/** Plays a talk's recording, whole or a moment of it. The media element is its creator's; close it when done. */
export class RecordingPlayer {
  readonly #media: PlayerMedia
  readonly #listeners = new Set<() => void>()
  #snapshot = stillPlayer
  /** Where a moment ends. */
  #untilMs: number | undefined

  constructor(media: PlayerMedia) {
    this.#media = media
    for (const event of EVENTS) media.addEventListener(event, this.#read)
    this.#read()
  }

  readonly getSnapshot = (): PlayerSnapshot => this.#snapshot

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly toggle = (): void => {
    if (this.#media.paused) this.#play()
    else this.#media.pause()
  }

  /** Goes there, and goes on playing if it does. */
  readonly seek = (positionMs: number): void => {
    this.#untilMs = undefined
    this.#media.currentTime = Math.max(0, positionMs) / 1000
  }

  /** Plays from there on, to the end of the moment if it has one. */
  readonly playFrom = (startMs: number, endMs?: number): void => {
    this.seek(startMs)
    this.#untilMs = endMs
    this.#play()
  }

  readonly setSpeed = (speed: number): void => {
    this.#media.playbackRate = speed
  }

  /** Idempotent. */
  close(): void {
    for (const event of EVENTS) this.#media.removeEventListener(event, this.#read)
    this.#listeners.clear()
    this.#media.pause()
  }

  #play(): void {
    // Refused where the browser wants a tap first, or given up for the next one: the button then shows that it rests.
    void this.#media.play().catch(this.#read)
  }

  readonly #read = (): void => {
    const positionMs = this.#media.currentTime * 1000
    if (this.#untilMs !== undefined && positionMs >= this.#untilMs) {
      this.#untilMs = undefined
      this.#media.pause()
    }
    const { duration, paused, playbackRate } = this.#media
    const durationMs = Number.isFinite(duration) ? duration * 1000 : undefined
    this.#snapshot = { playing: !paused, positionMs, durationMs, speed: playbackRate }
    for (const listener of this.#listeners) listener()
  }
}
