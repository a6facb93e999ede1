import type { IncomingMessage, ServerResponse } from 'node:http'
import { send } from './fake-generate-content.ts'

interface FakeFile {
  name: string
  mimeType: string
  bytes: Buffer[]
}

type FileState = 'PROCESSING' | 'ACTIVE' | 'FAILED'

/** Gemini's Files API: resumable upload, state, deletion. Part of `FakeGenerateContent`. */
export class FakeFiles {
  /** What was uploaded and not yet deleted, by name. */
  readonly kept = new Map<string, FakeFile>()
  readonly deleted: string[] = []
  /** The states that a file is in, one for each time that it is asked for; the last one stays. */
  states: FileState[] = ['ACTIVE']
  /** Answers uploads with this status in their place. */
  uploadStatus = 200
  /** How often a file's state was asked for. */
  polls = 0
  readonly #baseUrl: string

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl
  }

  serve(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const path = request.url ?? ''
    const name = `files/${path.split('/').at(-1)?.split('?')[0]}`
    if (path.startsWith('/upload/')) this.#begin(body, response)
    else if (path.startsWith('/upload-session/')) this.#upload(name, request, body, response)
    else this.#tellOrDelete(name, request, response)
  }

  #tellOrDelete(name: string, request: IncomingMessage, response: ServerResponse): void {
    const file = this.kept.get(name)
    // The real service says so of an unknown file, too.
    if (!file) send(response, 403, { error: { code: 403, message: 'no permission', details: [] } })
    else if (request.method === 'DELETE') {
      this.kept.delete(name)
      this.deleted.push(name)
      send(response, 200, {})
    } else {
      this.polls++
      const state = this.states.length > 1 ? this.states.shift() : this.states[0]
      send(response, 200, this.#view(file, state))
    }
  }

  #begin(body: Buffer, response: ServerResponse): void {
    // What @google/genai sends.
    const { file } = JSON.parse(body.toString()) as { file: { name: string; mimeType: string } }
    this.kept.set(file.name, { name: file.name, mimeType: file.mimeType, bytes: [] })
    response.setHeader('x-goog-upload-url', `${this.#baseUrl}/upload-session/${file.name.split('/')[1]}`)
    send(response, this.uploadStatus, {})
  }

  #upload(name: string, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const file = this.kept.get(name)
    file?.bytes.push(body)
    const isLast = String(request.headers['x-goog-upload-command']).includes('finalize')
    response.setHeader('x-goog-upload-status', isLast ? 'final' : 'active')
    send(response, 200, isLast && file ? { file: this.#view(file, this.states[0]) } : {})
  }

  #view({ name, mimeType, bytes }: FakeFile, state: FileState | undefined) {
    const sizeBytes = String(bytes.reduce((sum, each) => sum + each.length, 0))
    return { name, mimeType, sizeBytes, state, uri: `${this.#baseUrl}/v1beta/${name}`, source: 'UPLOADED' }
  }
}
