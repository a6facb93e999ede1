import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { RelayService, ServiceLine } from './relay-service.ts'

const RATE_HZ = 24_000
/** As the Flask service's page sends its microphone. */
const PAGE_SAMPLES = 1_024
const PAGE_FRAME_MS = (PAGE_SAMPLES * 1_000) / RATE_HZ
/** Of the server: 40 ms at 24 kHz make one message to the model. */
const MESSAGE_SAMPLES = 960
/** As recorded of Vertex AI. */
const VOICE_BYTES = 9_600
const VOICE_MS = 200
/** Half of a conversation is the partner's. */
const TURN_MS = 6_000

const base64 = (bytes: number) => Buffer.alloc(bytes, 1).toString('base64')
const pageFrame = JSON.stringify({
  realtime_input: { media_chunks: [{ mime_type: 'audio/pcm', data: base64(2 * PAGE_SAMPLES) }] },
})
const inlineData = { mimeType: `audio/pcm;rate=${RATE_HZ}`, data: base64(VOICE_BYTES) }
const voiceFrame = Buffer.from(JSON.stringify({ serverContent: { modelTurn: { parts: [{ inlineData }] } } }))
const turnComplete = Buffer.from(
  JSON.stringify({ serverContent: { generationComplete: true, turnComplete: true } }),
)

/** What both directions of a talk took through the server, in ms. */
export interface RelayTimes {
  toModel: number[]
  toClient: number[]
}

/**
 * A talk of the old page's in Live frames: the microphone always on, the partner speaking half of the time. Both of
 * its ends are in this process, so that a time at one can be compared with a time at the other.
 */
export class RelayedTalk implements AsyncDisposable {
  readonly #socket: WebSocket
  readonly #times: RelayTimes
  /** Since when the sample after the last one of each page's frame is under way. */
  readonly #spokenAtMs: number[] = []
  readonly #voiceAtMs: number[] = []
  #heardMessages = 0
  readonly #timers = new Set<NodeJS.Timeout>()

  private constructor(socket: WebSocket, line: ServiceLine, times: RelayTimes) {
    this.#socket = socket
    this.#times = times
    line.onAudio = () => this.#modelHears()
    socket.on('message', (data: Buffer) => {
      if (data.includes('"modelTurn"')) this.#clientHears()
    })
    this.#every(PAGE_FRAME_MS, () => {
      this.#spokenAtMs.push(performance.now())
      socket.send(pageFrame)
    })
    const perTurn = TURN_MS / VOICE_MS
    let number = Math.floor(2 * perTurn * Math.random())
    this.#every(VOICE_MS, () => {
      const place = number++ % (2 * perTurn)
      if (place === perTurn) line.send(turnComplete)
      if (place >= perTurn) return
      this.#voiceAtMs.push(performance.now())
      line.send(voiceFrame)
    })
  }

  /** @throws Error when the server does not let it begin */
  static async begin(url: string, service: RelayService, times: RelayTimes): Promise<RelayedTalk> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/realtime`)
    await once(socket, 'open')
    const connecting = service.nextLine()
    const begun = once(socket, 'message')
    socket.send(JSON.stringify({ realtime_input: { audio_stream_end: true } }))
    const line = await connecting
    const [first] = (await begun) as [Buffer]
    if (!first.includes('setupComplete')) throw new Error(`refused: ${first.toString()}`)
    return new RelayedTalk(socket, line, times)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    const closed = once(this.#socket, 'close')
    this.#socket.close()
    await closed
  }

  #modelHears(): void {
    const lastFrame = Math.ceil((++this.#heardMessages * MESSAGE_SAMPLES) / PAGE_SAMPLES) - 1
    const atMs = this.#spokenAtMs[lastFrame]
    if (atMs !== undefined) this.#times.toModel.push(performance.now() - atMs)
  }

  #clientHears(): void {
    const atMs = this.#voiceAtMs.shift()
    if (atMs !== undefined) this.#times.toClient.push(performance.now() - atMs)
  }

  /** Evenly over a long time, and from a moment of its own, as no two people begin together. */
  #every(ms: number, run: () => void): void {
    let dueMs = performance.now() + ms * Math.random()
    const beat = (before?: NodeJS.Timeout) => {
      if (before) this.#timers.delete(before)
      dueMs += ms
      const timer = setTimeout(
        () => {
          beat(timer)
          run()
        },
        Math.max(0, dueMs - performance.now()),
      )
      this.#timers.add(timer)
    }
    beat()
  }
}
