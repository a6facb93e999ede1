import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FakeFiles } from './fake-files.ts'

/** A generateContent request as it came over the wire. */
export interface GenerateRequest {
  path: string
  headers: IncomingMessage['headers']
  body: {
    contents: {
      role: string
      parts: {
        text?: string
        inlineData?: { mimeType: string; data: string }
        fileData?: { fileUri: string; mimeType: string }
      }[]
    }[]
    systemInstruction: { parts: { text: string }[] }
    generationConfig: Record<string, unknown>
  }
}

/** What the service answers: an HTTP status with a JSON body, nothing at all, or a socket that breaks. */
export type GenerateReply = { status: number; body: unknown } | 'silence' | 'hangUp'

/** A whole answer of the model. */
export function answered(text: string, finishReason = 'STOP'): GenerateReply {
  const candidate = { content: { role: 'model', parts: [{ text }] }, finishReason, index: 0 }
  return { status: 200, body: { candidates: [candidate], modelVersion: 'gemini-3.8-flash' } }
}

export function blocked(blockReason: string): GenerateReply {
  return { status: 200, body: { promptFeedback: { blockReason } } }
}

/** google.rpc.Status, as Google's APIs report errors. */
export function failed(status: number, message: string, retryDelay?: string): GenerateReply {
  const details =
    retryDelay === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }]
  return { status, body: { error: { code: status, message, status: 'ANY', details } } }
}

/** generateContent and the Files API over real HTTP, answering what the test tells it to. */
export class FakeGenerateContent implements AsyncDisposable {
  readonly baseUrl: string
  readonly requests: GenerateRequest[] = []
  readonly files: FakeFiles
  #replies: GenerateReply[] = []
  #waiting: (() => void)[] = []
  readonly #http

  private constructor(http: ReturnType<typeof createServer>) {
    this.#http = http
    // Listening on TCP, so the address is an object.
    this.baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
    this.files = new FakeFiles(this.baseUrl)
    http.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch((error: unknown) => response.destroy(error as Error)) // thrown by us
    })
  }

  static async listen(): Promise<FakeGenerateContent> {
    const http = createServer()
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    return new FakeGenerateContent(http)
  }

  /** What the next requests get, in order; the last one again and again. */
  reply(...replies: GenerateReply[]): void {
    this.#replies = replies
  }

  /** Resolves with the next request to generate. */
  nextRequest(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    const bytes = await bodyOf(request)
    if (/\/files(\/|\?|$)|^\/upload-session\//.test(path)) this.files.serve(request, bytes, response)
    else if (path.endsWith(':generateContent')) this.#answer(request, path, bytes, response)
    else send(response, 404, { error: { message: 'not found' } })
  }

  #answer(request: IncomingMessage, path: string, bytes: Buffer, response: ServerResponse): void {
    this.requests.push({ path, headers: request.headers, body: JSON.parse(bytes.toString()) })
    for (const resolve of this.#waiting.splice(0)) resolve()
    const reply = this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0]
    if (reply === undefined || reply === 'silence') return
    if (reply === 'hangUp') response.destroy()
    else send(response, reply.status, reply.body)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections()
    await new Promise((resolve) => this.#http.close(resolve))
  }
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
