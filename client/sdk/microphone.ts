import type { PageLife } from './page-life.ts'

/** What is used of a microphone's track (W3C Media Capture and Streams, `MediaStreamTrack`). */
export interface MicrophoneTrack {
  enabled: boolean
  readonly label: string
  /** The system withholds its sound: a phone that rings, a page that was in the background. */
  readonly muted: boolean
  readonly readyState: 'live' | 'ended'
  stop(): void
  addEventListener(type: 'ended', listener: () => void): void
  removeEventListener(type: 'ended', listener: () => void): void
}

/** The microphones of a device. */
export interface Microphones<Track> {
  /**
   * @param deviceId the wished one; when it is not there, or none was named, the system's default is taken
   * @throws CallError one of the `microphone...` problems
   */
  open(deviceId: string | undefined): Promise<Track>
  /** Calls `listener` when devices have come or gone. @returns unsubscribes */
  onChange(listener: () => void): () => void
}

/**
 * What became of a microphone that went by itself.
 *
 * - `microphoneReplaced`: another one was taken in its place.
 * - `microphoneLost`: there is none; the next one to come is taken.
 * - `microphoneBack`: there is one again, after that.
 */
export type MicrophoneTrouble = 'microphoneReplaced' | 'microphoneLost' | 'microphoneBack'

export interface MicrophoneOptions<Track> {
  microphones: Microphones<Track>
  page: PageLife
  /** The user's choice; undefined for the system's default. */
  deviceId: string | undefined
  /** From now on this one brings the sound. Stays the microphone's; the one before is stopped already. */
  onTrack: (track: Track) => void
  onTrouble: (trouble: MicrophoneTrouble) => void
}

type State<Track> =
  | { type: 'off' }
  | { type: 'on'; track: Track }
  /** It was `label`. `told`: the user knows. */
  | { type: 'lost'; label: string; told: boolean }

/**
 * The user's microphone for as long as a call or a check needs one, whichever device it is: chosen anew, unplugged
 * and replaced, taken away by a phone and taken again. Whoever makes it closes it.
 */
export class Microphone<Track extends MicrophoneTrack> {
  readonly #options: MicrophoneOptions<Track>
  readonly #unsubscribe: (() => void)[]
  #deviceId: string | undefined
  #state: State<Track> = { type: 'off' }
  #muted = false
  /** Of several wishes the newest counts; a track that comes for an older one is let go. */
  #wish = 0
  #recovery: 'none' | 'running' | 'again' = 'none'

  constructor(options: MicrophoneOptions<Track>) {
    this.#options = options
    this.#deviceId = options.deviceId
    this.#unsubscribe = [
      options.page.onShown(() => this.#onShown()),
      options.microphones.onChange(() => void this.#recover()),
    ]
  }

  /** The one that brings the sound now. */
  get track(): Track | undefined {
    return this.#state.type === 'on' ? this.#state.track : undefined
  }

  /** Takes the microphone. @throws CallError one of the `microphone...` problems */
  async open(): Promise<void> {
    await this.#take()
  }

  /** Takes another one, undefined for the system's default. @throws CallError; then the one before stays */
  async choose(deviceId: string | undefined): Promise<void> {
    const before = this.#deviceId
    this.#deviceId = deviceId
    const wish = this.#wish + 1
    try {
      await this.#take()
    } catch (error) {
      if (wish === this.#wish) this.#deviceId = before
      throw error
    }
  }

  /** Muted, it gives silence. */
  setMuted(muted: boolean): void {
    this.#muted = muted
    if (this.track) this.track.enabled = !muted
  }

  /** Gives it back, also one that is still on its way. Idempotent. */
  close(): void {
    this.#wish++
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe()
    this.#letGo()
    this.#state = { type: 'off' }
  }

  /** @returns undefined when a newer wish or the end came in between */
  async #take(): Promise<Track | undefined> {
    const wish = ++this.#wish
    const track = await this.#options.microphones.open(this.#deviceId)
    if (wish !== this.#wish) {
      track.stop()
      return undefined
    }
    this.#letGo()
    track.enabled = !this.#muted
    track.addEventListener('ended', this.#onEnded)
    this.#state = { type: 'on', track }
    this.#options.onTrack(track)
    return track
  }

  #letGo(): void {
    const { track } = this
    track?.removeEventListener('ended', this.#onEnded)
    track?.stop()
  }

  readonly #onEnded = (): void => {
    const { track } = this
    if (!track) return
    this.#letGo()
    this.#state = { type: 'lost', label: track.label, told: false }
    void this.#recover()
  }

  #onShown(): void {
    const { track } = this
    if (!track) void this.#recover()
    else if (track.readyState === 'ended') this.#onEnded()
    // It may come back by itself; if not, the next return of the page tries again.
    else if (track.muted) this.#take().catch(() => {})
  }

  /** One at a time: devices come and go in bursts. */
  async #recover(): Promise<void> {
    if (this.#state.type !== 'lost') return
    if (this.#recovery !== 'none') {
      this.#recovery = 'again'
      return
    }
    do {
      this.#recovery = 'running'
      await this.#replace(this.#state)
    } while (this.#isWantedAgain())
    this.#recovery = 'none'
  }

  #isWantedAgain(): boolean {
    return this.#recovery === 'again' && this.#state.type === 'lost'
  }

  async #replace(lost: Extract<State<Track>, { type: 'lost' }>): Promise<void> {
    const { page, onTrouble } = this.#options
    try {
      const track = await this.#take()
      if (!track) return
      if (lost.told) onTrouble('microphoneBack')
      else if (track.label !== lost.label) onTrouble('microphoneReplaced')
    } catch {
      // A phone gives none to a page in the background: it is asked for again when the page is shown.
      if (this.#state !== lost || lost.told || !page.visible) return
      this.#state = { ...lost, told: true }
      onTrouble('microphoneLost')
    }
  }
}
