import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { BucketObjects, resourceOf, StorageRefusal } from './bucket-objects.ts'
import { multipartUpload, ResumableUploads } from './uploads.ts'

/** What a request is for. `chunk` is a part of a resumable upload, `begin` its start. */
export type RequestKind = 'upload' | 'begin' | 'chunk' | 'read' | 'stat' | 'list' | 'remove'

/**
 * What goes wrong with a request: a status instead of an answer; `reset`, a socket that breaks before anything
 * is done; `lostAnswer`, one that breaks when all is done; `cutBody`, one that breaks in the middle of a read.
 */
export type Fault = number | 'reset' | 'lostAnswer' | 'cutBody'

const BUCKET = 'bucket'

/**
 * Cloud Storage on a loopback port, so far as an archive uses it: the JSON API's objects of one bucket named
 * `bucket` (https://cloud.google.com/storage/docs/json_api/v1), uploads in both ways, ranges, pages,
 * preconditions. No authentication. Faults are ordered beforehand, kind by kind.
 */
export class FakeCloudStorage {
  readonly objects = new BucketObjects()
  /** Of every request that came, in order. */
  readonly requests: RequestKind[] = []
  readonly bucketName = BUCKET
  readonly #uploads = new ResumableUploads(this.objects)
  readonly #faults = new Map<RequestKind, Fault[]>()
  readonly #server: Server
  /** Before each answer, as of a service far away. */
  latencyMs = 0
  /** How many requests were under way at one time. */
  mostAtOnce = 0
  #underWay = 0

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#underWay++
      this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay)
      response.once('close', () => this.#underWay--)
      this.#handle(request, response).catch((error: unknown) => refuse(response, error))
    })
  }

  static async open(): Promise<FakeCloudStorage> {
    const storage = new FakeCloudStorage()
    storage.#server.listen(0, '127.0.0.1')
    await once(storage.#server, 'listening')
    return storage
  }

  /** For the client's `apiEndpoint`. */
  get url(): string {
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  /** The next requests of this kind go wrong, one after the other. */
  failNext(kind: RequestKind, ...faults: Fault[]): void {
    this.#faults.set(kind, [...(this.#faults.get(kind) ?? []), ...faults])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url)
    const kind = kindOf(request.method ?? '', url)
    this.requests.push(kind)
    const fault = this.#faults.get(kind)?.shift()
    if (fault === 'reset') {
      // In the middle of what is sent, where there is something.
      if (hasBody(request)) await once(request, 'data')
      request.socket.destroy()
      return
    }
    const body = await bodyOf(request)
    if (this.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.latencyMs))
    if (typeof fault === 'number') throw new StorageRefusal(fault, 'The service is not well.')
    if (fault === 'lostAnswer') response.write = response.end = () => response.destroy() as never
    this.#answer(kind, url, { request, response, body, isCut: fault === 'cutBody' })
  }

  #answer(kind: RequestKind, url: URL, { request, response, body, isCut }: Exchange): void {
    const query = url.searchParams
    const name = nameIn(url)
    const contentType = request.headers['content-type'] ?? ''
    switch (kind) {
      case 'upload': {
        const [draft, bytes] = multipartUpload(body, contentType, query.get('name'))
        json(response, resourceOf(this.objects.put(draft, bytes, query)))
        break
      }
      case 'begin': {
        const id = this.#uploads.begin(body, headerOf(request, 'x-upload-content-type'), query)
        response.setHeader('location', `${this.url}${url.pathname}?uploadType=resumable&upload_id=${id}`)
        json(response, {})
        break
      }
      case 'chunk':
        this.#takeChunk(query.get('upload_id') ?? '', { request, response, body })
        break
      case 'read':
        media(response, this.objects.need(name).bytes, headerOf(request, 'range'), isCut)
        break
      case 'stat':
        json(response, resourceOf(this.objects.need(name)))
        break
      case 'remove':
        this.objects.remove(name, query)
        response.writeHead(204).end()
        break
      case 'list':
        json(response, this.#page(query))
        break
    }
  }

  #takeChunk(id: string, { request, response, body }: Omit<Exchange, 'isCut'>): void {
    const taken = this.#uploads.take(id, body, headerOf(request, 'content-range') ?? '')
    if (typeof taken !== 'number') json(response, resourceOf(taken))
    else response.writeHead(308, taken > 0 ? { range: `bytes=0-${taken - 1}` } : {}).end()
  }

  #page(query: URLSearchParams): object {
    const prefix = query.get('prefix') ?? ''
    const after = query.get('pageToken') ?? ''
    const names = this.objects.names.filter((name) => name.startsWith(prefix) && name > after)
    const shown = names.slice(0, Number(query.get('maxResults') ?? 1_000))
    const items = shown.map((name) => resourceOf(this.objects.need(name)))
    return {
      kind: 'storage#objects',
      items,
      ...(names.length > shown.length ? { nextPageToken: shown.at(-1) } : {}),
    }
  }
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  body: Buffer
  isCut: boolean
}

function kindOf(method: string, url: URL): RequestKind {
  const { pathname, searchParams } = url
  if (!pathname.includes(`/b/${BUCKET}/o`))
    throw new StorageRefusal(404, 'The specified bucket does not exist.')
  if (pathname.startsWith('/upload/')) {
    if (searchParams.get('uploadType') === 'multipart') return 'upload'
    return method === 'POST' ? 'begin' : 'chunk'
  }
  if (nameIn(url) === '') return 'list'
  if (method === 'DELETE') return 'remove'
  return searchParams.get('alt') === 'media' ? 'read' : 'stat'
}

function nameIn({ pathname }: URL): string {
  return decodeURIComponent(/\/o\/([^/]+)$/.exec(pathname)?.[1] ?? '')
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function json(response: ServerResponse, value: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

function media(response: ServerResponse, bytes: Buffer, range: string | undefined, isCut: boolean): void {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  const start = Number(from ?? 0)
  const end = to ? Math.min(Number(to), bytes.length - 1) : bytes.length - 1
  const part = bytes.subarray(start, end + 1)
  response.writeHead(from === undefined ? 200 : 206, {
    'content-length': part.length,
    ...(from === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${bytes.length}` }),
  })
  if (isCut) response.write(part.subarray(0, part.length / 2), () => response.destroy())
  else response.end(part)
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.destroyed) return
  const status = error instanceof StorageRefusal ? error.status : 500
  const message = error instanceof Error ? error.message : 'unknown'
  json(response, { error: { code: status, message, errors: [{ message, reason: 'fake' }] } }, status)
}
