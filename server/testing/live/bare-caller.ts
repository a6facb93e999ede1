import { once } from 'node:events'
import { WebSocket } from 'ws'
import { base64FromPcm } from '../../audio/pcm.ts'
import type { Clock } from '../../clock.ts'
import { openingCue } from '../../scenarios/opening-cue.ts'
import { audioMs } from './frame-contents.ts'
import type { ServiceFrame } from './live-fault.ts'
import { markedUtterance } from './marked-speech.ts'

const PATH = '//ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=any'
/** Longer than the partner's ear takes to find the end of speech. */
const SILENCE = new Int16Array(16_000)

/** A frame as it came; without JSON `frame` is undefined. */
export interface ReceivedFrame {
  atMs: number
  isBinary: boolean
  text: string
  frame: ServiceFrame | undefined
}

/** A client of the bare protocol that takes whatever comes, right or wrong. */
export class BareCaller implements Disposable {
  readonly received: ReceivedFrame[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  readonly #socket: WebSocket
  readonly #waiting = new Set<() => void>()

  private constructor(socket: WebSocket, clock: Clock) {
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('message', (data: Buffer, isBinary) => {
      this.received.push({
        atMs: clock.nowMs(),
        isBinary,
        text: data.toString(),
        frame: parsed(data.toString()),
      })
      this.#wake()
    })
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() })
        this.#wake()
      })
    })
  }

  /** Sends its setup at once, and does not wait for anything. */
  static async open(baseUrl: string, clock: Clock, handle?: string): Promise<BareCaller> {
    const socket = new WebSocket(baseUrl.replace('http:', 'ws:') + PATH)
    const caller = new BareCaller(socket, clock)
    await once(socket, 'open')
    const sessionResumption = handle === undefined ? {} : { handle }
    caller.#send({
      setup: { model: 'models/gemini-3.8-live', sessionResumption, inputAudioTranscription: {} },
    })
    return caller
  }

  get frames(): ServiceFrame[] {
    return this.received.map(({ frame }) => frame).filter((frame) => frame !== undefined)
  }

  /** The newest handle. */
  get handle(): string | undefined {
    return this.frames.findLast(({ sessionResumptionUpdate }) => sessionResumptionUpdate?.newHandle)
      ?.sessionResumptionUpdate?.newHandle
  }

  /** Of the partner's sound, so far. */
  get heardMs(): number {
    return this.frames.reduce((sum, frame) => sum + audioMs(frame), 0)
  }

  count(fits: (content: NonNullable<ServiceFrame['serverContent']>) => unknown): number {
    return this.frames.filter(({ serverContent }) => serverContent && fits(serverContent)).length
  }

  /** Asks the partner to speak first. */
  cue(): void {
    this.type(openingCue['ja-JP'])
  }

  type(text: string): void {
    this.#send({ realtimeInput: { text } })
  }

  /** The marked phrase and the silence after it, all at once: the partner's ear counts in sound. */
  speak(utterance: number): void {
    for (const pcm of [markedUtterance(utterance), SILENCE]) {
      this.#send({ realtimeInput: { audio: { mimeType: 'audio/pcm;rate=16000', data: base64FromPcm(pcm) } } })
    }
  }

  leave(): void {
    this.#socket.close()
  }

  /** Until this holds; @throws Error when the connection ends before. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#socket.readyState === WebSocket.CLOSED) throw new Error('closed before that')
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  /** Until so many turns were told as complete. */
  turns(count: number): Promise<void> {
    return this.until(() => this.count(({ turnComplete }) => turnComplete) >= count)
  }

  [Symbol.dispose](): void {
    this.#socket.terminate()
  }

  #send(frame: object): void {
    this.#socket.send(JSON.stringify(frame))
  }

  #wake(): void {
    for (const resolve of [...this.#waiting]) {
      this.#waiting.delete(resolve)
      resolve()
    }
  }
}

function parsed(text: string): ServiceFrame | undefined {
  try {
    return JSON.parse(text) as ServiceFrame // the service sends nothing else, unless a fault does
  } catch {
    return undefined
  }
}
