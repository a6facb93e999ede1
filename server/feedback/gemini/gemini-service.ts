import {
  type File as GeminiFile,
  type GenerateContentParameters,
  type GenerateContentResponse,
  GoogleGenAI,
} from '@google/genai'
import type { Clock } from '../../clock.ts'
import type { GeminiCredentials } from '../../config.ts'
import { geminiClientOptions } from '../../live/gemini-client-options.ts'
import { EvaluationError } from '../evaluator.ts'
import { evaluationErrorOf } from './gemini-faults.ts'

/** An hour of both sides takes about two minutes to judge. Below the 300 s after which Node's own fetch gives up. */
const GENERATE_TIMEOUT_MS = 240_000
/** 230 MB, an hour of both sides, at 2 MB/s. */
const UPLOAD_TIMEOUT_MS = 120_000
const FILE_CALL_TIMEOUT_MS = 15_000
/** The judgement waits for it; what is not deleted the service deletes by itself after 48 h. */
const REMOVE_TIMEOUT_MS = 5_000

export interface GeminiServiceOptions {
  credentials: GeminiCredentials
  /** Another endpoint that speaks the same protocol. */
  baseUrl?: string | undefined
  clock: Clock
  /** Ends every call that runs and every later one. */
  signal: AbortSignal
}

/**
 * generateContent and the Files API through @google/genai, for one evaluation: each call has a time limit and can
 * be aborted, its failures are EvaluationErrors without secrets.
 */
export class GeminiService {
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #secrets: readonly string[]
  readonly #client: GoogleGenAI
  /** Of the call that runs: the library takes no signal for uploads, but a `fetch` that knows it. */
  #callSignal: AbortSignal

  constructor({ credentials, baseUrl, clock, signal }: GeminiServiceOptions) {
    this.#clock = clock
    this.#signal = signal
    this.#callSignal = signal
    this.#secrets = credentials.kind === 'apiKey' ? [credentials.apiKey] : []
    const options = geminiClientOptions(credentials, baseUrl)
    this.#client = new GoogleGenAI({
      ...options,
      httpOptions: {
        ...options.httpOptions,
        fetch: (url, init) => fetch(url, { ...init, signal: this.#callSignal }),
      },
    })
  }

  generate(request: GenerateContentParameters): Promise<GenerateContentResponse> {
    return this.#call(GENERATE_TIMEOUT_MS, () => this.#client.models.generateContent(request))
  }

  /** @param name `files/` and up to 40 lower-case letters, digits and dashes, chosen by us so that it is known whatever happens */
  upload(name: string, file: Blob): Promise<GeminiFile> {
    const config = { name, mimeType: file.type }
    return this.#call(UPLOAD_TIMEOUT_MS, () => this.#client.files.upload({ file, config }))
  }

  file(name: string): Promise<GeminiFile> {
    return this.#call(FILE_CALL_TIMEOUT_MS, () => this.#client.files.get({ name }))
  }

  async remove(name: string): Promise<void> {
    await this.#call(REMOVE_TIMEOUT_MS, () => this.#client.files.delete({ name }))
  }

  /** One call at a time. */
  async #call<T>(timeoutMs: number, run: () => Promise<T>): Promise<T> {
    this.#signal.throwIfAborted()
    const tooLong = new AbortController()
    using _timer = this.#clock.after(timeoutMs, () => tooLong.abort())
    this.#callSignal = AbortSignal.any([this.#signal, tooLong.signal])
    try {
      return await run()
    } catch (error) {
      this.#signal.throwIfAborted()
      if (!tooLong.signal.aborted) throw evaluationErrorOf(error, this.#secrets)
      throw new EvaluationError(
        'modelFailed',
        'The AI service did not answer in time. The feedback is tried again later.',
        { canRetry: true },
      )
    }
  }
}
