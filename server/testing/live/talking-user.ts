import { once } from 'node:events'
import { WebSocket } from 'ws'
import { FRAME_MS } from '../../../shared/audio-format.ts'
import { LIVE_TALK_V1 } from '../../../shared/realtime-protocol.ts'
import { type TalkEvent, talkEvent } from '../../../shared/talk-event.ts'
import { bytesFromPcm } from '../../audio/pcm.ts'
import type { Clock } from '../../clock.ts'
import { markedUtterance } from './marked-speech.ts'

/** As microphones send it: 100 ms at a time, whole frames. */
const MICROPHONE_MS = 100
const MICROPHONE_SAMPLES = 1_600

export interface TalkingUserOptions {
  /** Of the app. */
  url: string
  scenarioId: string
  clock: Clock
  /** Every event of the talk, and the time at which it came. */
  onEvent?: (event: TalkEvent, atMs: number) => void
  /** The partner is heard again, who was not; the stretch grows while that lasts. */
  onSound?: (stretch: Stretch) => void
}

/** Sound without a gap that one would notice. */
export interface Stretch {
  fromMs: number
  toMs: number
}

const GAP_MS = 200

/**
 * Somebody who talks over `live-talk.v1` by a clock that may run faster: a microphone that is open all the time,
 * and an ear that knows when there was something to hear. Keeps nothing that grows with the talk.
 */
export class TalkingUser implements AsyncDisposable {
  state: string = 'none'
  endReason: string | undefined
  /** From the first of the partner's sound to the last: what is sent, not what the model has made. */
  partnerSpeaks = false
  /** Undefined while the user is silent. */
  speaksSinceMs: number | undefined
  /** When the microphone was last given the end of an utterance. */
  spokeUntilMs = Number.NEGATIVE_INFINITY
  /** How much was heard of the partner. */
  heardMs = 0
  readonly #clock: Clock
  readonly #socket: WebSocket
  readonly #onEvent: NonNullable<TalkingUserOptions['onEvent']>
  readonly #onSound: NonNullable<TalkingUserOptions['onSound']>
  readonly #waiting = new Set<() => void>()
  #microphone: Disposable | undefined
  #sound: Stretch | undefined
  #saying: { pcm: Int16Array; at: number } | undefined

  constructor({ url, scenarioId, clock, onEvent = () => {}, onSound = () => {} }: TalkingUserOptions) {
    this.#clock = clock
    this.#onEvent = onEvent
    this.#onSound = onSound
    const address = `${url.replace('http', 'ws')}/ws/realtime?scenario=${scenarioId}`
    this.#socket = new WebSocket(address, LIVE_TALK_V1)
    this.#socket.on('error', () => undefined)
    this.#socket.on('open', () => this.#listen())
    this.#socket.on('close', () => {
      this.#microphone?.[Symbol.dispose]()
      this.#microphone = undefined
      this.#wake()
    })
    this.#socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#hear()
      else this.#read(JSON.parse(data.toString()))
      this.#wake()
    })
  }

  get isSpeaking(): boolean {
    return this.speaksSinceMs !== undefined
  }

  get isGone(): boolean {
    return this.#socket.readyState === WebSocket.CLOSED
  }

  /** Says the marked phrase; `until(() => !user.isSpeaking)` waits for its end. */
  say(utterance: number): void {
    this.#saying = { pcm: markedUtterance(utterance), at: 0 }
    this.speaksSinceMs = this.#clock.nowMs()
  }

  /** Until this holds, or so long at most; looked at whenever something came or was said. @returns whether it does */
  async until(holds: () => boolean, limitMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    const untilMs = this.#clock.nowMs() + limitMs
    while (!holds()) {
      if (this.isGone || this.#clock.nowMs() >= untilMs) return false
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
    return true
  }

  /** Nothing but listening, for so long. */
  async pause(ms: number): Promise<void> {
    await this.until(() => false, ms)
  }

  hangUp(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: 'end' }))
  }

  /** Cut off, as by a browser that crashed. */
  vanish(): void {
    this.#socket.terminate()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.vanish()
    if (!this.isGone) await once(this.#socket, 'close')
  }

  #listen(): void {
    const speak = () => {
      this.#microphone = this.#clock.after(MICROPHONE_MS, speak)
      if (this.#socket.readyState !== WebSocket.OPEN) return
      this.#socket.send(bytesFromPcm(this.#nextSound()))
      this.#wake()
    }
    speak()
  }

  #nextSound(): Int16Array {
    const sound = new Int16Array(MICROPHONE_SAMPLES)
    const saying = this.#saying
    if (!saying) return sound
    sound.set(saying.pcm.subarray(saying.at, saying.at + MICROPHONE_SAMPLES))
    saying.at += MICROPHONE_SAMPLES
    if (saying.at >= saying.pcm.length) {
      this.#saying = undefined
      this.speaksSinceMs = undefined
      this.spokeUntilMs = this.#clock.nowMs()
    }
    return sound
  }

  #hear(): void {
    const nowMs = this.#clock.nowMs()
    this.heardMs += FRAME_MS
    if (this.#sound && nowMs - this.#sound.toMs <= GAP_MS) {
      this.#sound.toMs = nowMs
      return
    }
    this.#sound = { fromMs: nowMs, toMs: nowMs }
    this.#onSound(this.#sound)
  }

  #read(frame: unknown): void {
    const parsed = talkEvent.safeParse(frame)
    // The connection's own frames are no events of the talk: its id, and errors.
    if (!parsed.success) return
    const event = parsed.data
    if (event.type === 'state') {
      this.state = event.state
      this.endReason = event.reason
    }
    if (event.type === 'speaking' && event.role === 'partner') this.partnerSpeaks = event.active
    this.#onEvent(event, this.#clock.nowMs())
  }

  #wake(): void {
    for (const resolve of [...this.#waiting]) {
      this.#waiting.delete(resolve)
      resolve()
    }
  }
}
