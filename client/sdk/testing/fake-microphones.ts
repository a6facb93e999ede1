import { CallError } from '../call-problem.ts'
import type { Microphones, MicrophoneTrack } from '../microphone.ts'

export class FakeMicrophoneTrack extends EventTarget implements MicrophoneTrack {
  readonly label: string
  enabled = true
  muted = false
  readyState: 'live' | 'ended' = 'live'
  /** Who still waits for its end. */
  listeners = 0

  constructor(label: string) {
    super()
    this.label = label
  }

  stop(): void {
    this.readyState = 'ended'
  }

  /** As the system does it: the device was unplugged, or a phone took it away. */
  end(): void {
    this.readyState = 'ended'
    this.dispatchEvent(new Event('ended'))
  }

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++
    super.addEventListener(...args)
  }

  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners--
    super.removeEventListener(...args)
  }
}

/** Devices that the test plugs in and unplugs. The first of them is the system's default. */
export class FakeMicrophones implements Microphones<FakeMicrophoneTrack> {
  readonly opened: FakeMicrophoneTrack[] = []
  readonly #listeners = new Set<() => void>()
  #plugged: readonly string[]
  /** Whether each opening waits until the test lets it through. */
  #gate: Promise<void> = Promise.resolve()
  /** Whether the system gives none away, though there are some. */
  withheld = false

  constructor(...plugged: string[]) {
    this.#plugged = plugged
  }

  async open(deviceId: string | undefined): Promise<FakeMicrophoneTrack> {
    await this.#gate
    if (this.withheld) throw new CallError({ type: 'microphoneBusy' })
    const label = this.#plugged.find((each) => each === deviceId) ?? this.#plugged[0]
    if (label === undefined) throw new CallError({ type: 'microphoneMissing' })
    const track = new FakeMicrophoneTrack(label)
    this.opened.push(track)
    return track
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** These are there from now on; tracks of others end. */
  plug(...labels: string[]): void {
    this.#plugged = labels
    for (const track of this.live) if (!labels.includes(track.label)) track.end()
    for (const listener of this.#listeners) listener()
  }

  /** @returns lets through what has been opened since */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#gate = promise
    return () => {
      this.#gate = Promise.resolve()
      resolve()
    }
  }

  get live(): FakeMicrophoneTrack[] {
    return this.opened.filter(({ readyState }) => readyState === 'live')
  }

  /** What is still held: none may outlive its owner. */
  get held(): number {
    const waiting = this.opened.reduce((sum, { listeners }) => sum + listeners, 0)
    return this.live.length + this.#listeners.size + waiting
  }
}
