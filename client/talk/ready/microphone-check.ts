import type { CallLevels } from '../../sdk/call-peer.ts'
import { type CallProblemType, problemFrom } from '../../sdk/call-problem.ts'
import { Microphone, type Microphones, type MicrophoneTrack } from '../../sdk/microphone.ts'
import type { PageLife } from '../../sdk/page-life.ts'

/** Hears how loud a microphone is. */
export interface Ear<Track> {
  /** From now on this one. */
  listenTo(track: Track): void
  /** 0 to 1. */
  level(): number
  close(): void
}

export interface MicrophoneCheckOptions<Track> {
  microphones: Microphones<Track>
  page: PageLife
  /** Called inside the user's tap. The check closes what it gets. */
  openEar: () => Ear<Track>
}

/** `heard`: something was loud enough to be a voice. */
export type MicrophoneCheckState =
  | { type: 'off' | 'opening' | 'listening' | 'heard' }
  | { type: 'failed'; problem: CallProblemType }

/** A quarter of the meter: above breathing and keys, below any speech into a microphone that works. */
const VOICE_LEVEL = 0.25

/** What a check holds while it runs. */
interface Opened<Track extends MicrophoneTrack> {
  microphone: Microphone<Track>
  ear: Ear<Track>
}

const off: MicrophoneCheckState = { type: 'off' }

/**
 * Before a talk: whether the microphone hears its user. It is taken when the user asks for it, and given back, with
 * all else, by `stop`. `subscribe` and `getSnapshot` have the form of `useSyncExternalStore`.
 */
export class MicrophoneCheck<Track extends MicrophoneTrack> {
  readonly #options: MicrophoneCheckOptions<Track>
  readonly #listeners = new Set<() => void>()
  #state: MicrophoneCheckState = off
  #open: Opened<Track> | undefined

  constructor(options: MicrophoneCheckOptions<Track>) {
    this.#options = options
  }

  readonly getSnapshot = (): MicrophoneCheckState => this.#state

  /** @returns unsubscribes */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes the microphone; call it inside the user's tap. Tells how it went by the state, and never rejects. */
  async start(deviceId: string | undefined): Promise<void> {
    this.stop()
    const { microphones, page, openEar } = this.#options
    const ear = openEar()
    const microphone = new Microphone({
      microphones,
      page,
      deviceId,
      onTrack: (track) => ear.listenTo(track),
      onTrouble: (trouble) => {
        if (trouble === 'microphoneLost') this.#set({ type: 'failed', problem: 'microphoneMissing' })
        else this.#set({ type: 'listening' })
      },
    })
    const opened = { microphone, ear }
    this.#open = opened
    this.#set({ type: 'opening' })
    await this.#settle(opened, microphone.open())
  }

  /** Another one, while it listens. */
  async choose(deviceId: string | undefined): Promise<void> {
    const opened = this.#open
    if (opened) await this.#settle(opened, opened.microphone.choose(deviceId))
  }

  /** How loud the user is now; cheap enough for every animation frame. */
  readonly levels = (): CallLevels => {
    const user = this.#open?.ear.level() ?? 0
    if (this.#state.type === 'listening' && user > VOICE_LEVEL) this.#set({ type: 'heard' })
    return { user, partner: 0 }
  }

  /** Gives everything back before it returns. Idempotent. */
  stop(): void {
    const opened = this.#open
    this.#open = undefined
    opened?.microphone.close()
    opened?.ear.close()
    this.#set(off)
  }

  async #settle(opened: Opened<Track>, taken: Promise<void>): Promise<void> {
    try {
      await taken
      if (this.#open === opened) this.#set({ type: 'listening' })
    } catch (error) {
      if (this.#open !== opened) return
      this.stop()
      this.#set({ type: 'failed', problem: problemFrom(error).type })
    }
  }

  #set(state: MicrophoneCheckState): void {
    if (state === this.#state) return
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
