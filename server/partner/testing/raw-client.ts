import { once } from 'node:events'
import { WebSocket } from 'ws'
import { z } from 'zod'

/** The frames of ours, strictly: a field that is not listed fails the test. */
const transcription = z.strictObject({ text: z.string().min(1) })
const tokens = z.array(
  z.strictObject({ modality: z.enum(['TEXT', 'AUDIO']), tokenCount: z.int().positive() }),
)
const serverFrame = z.strictObject({
  setupComplete: z.strictObject({}).optional(),
  serverContent: z
    .strictObject({
      modelTurn: z
        .strictObject({
          parts: z.tuple([
            z.strictObject({
              inlineData: z.strictObject({ mimeType: z.literal('audio/pcm;rate=24000'), data: z.base64() }),
            }),
          ]),
        })
        .optional(),
      inputTranscription: transcription.optional(),
      outputTranscription: transcription.optional(),
      interrupted: z.literal(true).optional(),
      generationComplete: z.literal(true).optional(),
      turnComplete: z.literal(true).optional(),
    })
    .optional(),
  toolCall: z
    .strictObject({
      functionCalls: z.tuple([
        z.strictObject({ id: z.string().min(1), name: z.string(), args: z.record(z.string(), z.string()) }),
      ]),
    })
    .optional(),
  toolCallCancellation: z.strictObject({ ids: z.array(z.string()).min(1) }).optional(),
  usageMetadata: z
    .strictObject({
      promptTokenCount: z.int().positive().optional(),
      responseTokenCount: z.int().positive().optional(),
      totalTokenCount: z.int().positive().optional(),
      promptTokensDetails: tokens.optional(),
      responseTokensDetails: tokens.optional(),
    })
    .optional(),
  sessionResumptionUpdate: z
    .strictObject({ newHandle: z.string().min(1).optional(), resumable: z.literal(true).optional() })
    .optional(),
})
export type ServerFrame = z.infer<typeof serverFrame>

const PATH = '//ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=built-in'

/** A client of the bare protocol that keeps every frame it gets. Close it, or let `using` do so. */
export class RawClient implements Disposable {
  readonly socket: WebSocket
  readonly frames: ServerFrame[] = []
  readonly raw: { bytes: Buffer; isBinary: boolean }[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  readonly #watchers = new Set<() => void>()

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('message', (data, isBinary) => {
      // ws hands over one Buffer unless told otherwise
      const bytes = data as Buffer
      this.raw.push({ bytes, isBinary })
      this.frames.push(serverFrame.parse(JSON.parse(bytes.toString())))
      for (const watcher of this.#watchers) watcher()
    })
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    })
  }

  static async open(baseUrl: string, path = PATH): Promise<RawClient> {
    const socket = new WebSocket(baseUrl.replace('http:', 'ws:') + path)
    const client = new RawClient(socket)
    await once(socket, 'open')
    return client
  }

  /** Opened, set up and told so. */
  static async ready(baseUrl: string, setup: object = {}): Promise<RawClient> {
    const client = await RawClient.open(baseUrl)
    client.send({ setup: { model: 'models/gemini-3.8-live', ...setup } })
    await client.frame((frame) => frame.setupComplete !== undefined)
    return client
  }

  send(frame: unknown): void {
    this.socket.send(JSON.stringify(frame))
  }

  /** The first frame that fits, come or to come. */
  async frame(fits: (frame: ServerFrame) => boolean, from = 0): Promise<ServerFrame> {
    for (;;) {
      const found = this.frames.slice(from).find(fits)
      if (found) return found
      await new Promise<void>((resolve, reject) => {
        const watcher = () => {
          this.#watchers.delete(watcher)
          resolve()
        }
        this.#watchers.add(watcher)
        this.closed.then(({ code, reason }) => reject(new Error(`closed: ${code} ${reason}`)), reject)
      })
    }
  }

  [Symbol.dispose](): void {
    this.socket.terminate()
  }
}
