import { FunctionResponseScheduling, GoogleGenAI, type LiveServerMessage, type Session } from '@google/genai'
import type { Logger } from 'pino'
import { INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { addUsage, noUsage, type TokenUsage } from '../../shared/token-usage.ts'
import { base64FromPcm } from '../audio/pcm.ts'
import type { Clock } from '../clock.ts'
import type { GeminiCredentials } from '../config.ts'
import { geminiClientOptions } from './gemini-client-options.ts'
import { liveError } from './live-faults.ts'
import { liveEvents } from './live-messages.ts'
import {
  type LiveConnectOptions,
  LiveError,
  type LiveEvent,
  type LiveModel,
  type LiveSession,
  type SpokenLine,
  type ToolResponse,
} from './live-model.ts'
import { liveSetup } from './live-setup.ts'
import { LiveSocket, type LiveSocketOptions } from './live-socket.ts'

/**
 * The library waits for ever when the service takes the socket and then says nothing. Just below the 10 s that
 * a person is kept waiting at most, so that the goodbye fits in as well.
 */
const CONNECT_TIMEOUT_MS = 9_500

const INBOUND_MIME_TYPE = `audio/pcm;rate=${INBOUND_SAMPLE_RATE_HZ}`

export interface GeminiLiveOptions {
  credentials: GeminiCredentials
  /** Another endpoint that speaks the same protocol. */
  baseUrl?: string
  model: string
  clock: Clock
  log: Logger
}

/**
 * Gemini Live through @google/genai (BidiGenerateContent). The built-in partner is reached by this very
 * adapter too, under another base URL.
 */
export class GeminiLive implements LiveModel {
  readonly #options: GeminiLiveOptions
  readonly #secrets: readonly string[]
  #usage = noUsage

  constructor(options: GeminiLiveOptions) {
    this.#options = options
    this.#secrets = options.credentials.kind === 'apiKey' ? [options.credentials.apiKey] : []
  }

  /** What all its sessions used so far. */
  get usage(): TokenUsage {
    return this.#usage
  }

  async connect({ scenario, resumeHandle, onEvent, signal }: LiveConnectOptions): Promise<LiveSession> {
    signal.throwIfAborted()
    const { clock, log, model } = this.#options
    const connection = new GeminiConnection({
      onEvent: (event) => {
        if (event.type === 'usage') this.#usage = addUsage(this.#usage, event.usage)
        onEvent(event)
      },
      secrets: this.#secrets,
      log,
    })
    const client = this.#client((options) => connection.useSocket(options))
    const { promise: givenUp, reject: giveUp } = Promise.withResolvers<never>()
    const onAbort = () => giveUp(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    using _timer = clock.after(CONNECT_TIMEOUT_MS, () =>
      giveUp(new LiveError('unreachable', 'The service did not answer in time.')),
    )
    const session = client.live.connect({
      model,
      config: liveSetup(scenario, resumeHandle),
      callbacks: {
        onmessage: (message) => connection.onMessage(message),
        onclose: ({ code, reason }) => connection.onClosed(`${reason || 'closed'} (code ${code})`),
        onerror: (event) => log.debug({ problem: event.message }, 'live socket error'),
      },
    })
    try {
      return connection.attach(await Promise.race([session, givenUp]))
    } catch (error) {
      void connection.close()
      // The library's own promise still settles when its socket is cut; nobody else waits for it.
      session.catch(() => undefined)
      if (signal.aborted || error instanceof LiveError) throw error
      const words = error instanceof Error ? error.message : String(error)
      throw liveError(words, { connected: false, secrets: this.#secrets })
    } finally {
      signal.removeEventListener('abort', onAbort)
      givenUp.catch(() => undefined)
    }
  }

  /** One client a connection, so that its socket is ours to cut. */
  #client(createSocket: (options: LiveSocketOptions) => LiveSocket): GoogleGenAI {
    const { credentials, baseUrl } = this.#options
    const client = new GoogleGenAI(geminiClientOptions(credentials, baseUrl))
    // The factory is private to the library, but there is no other way to a socket that can be cut while it
    // connects (js-genai#1257). A test of this file fails should the name ever change.
    Object.assign(client.live, {
      webSocketFactory: {
        create: (url: string, headers: Record<string, string>, callbacks: LiveSocketOptions['callbacks']) =>
          createSocket({ url, headers, callbacks, log: this.#options.log }),
      },
    })
    return client
  }
}

/** What both halves of one connection share: the socket below and the session above. */
class GeminiConnection implements LiveSession {
  readonly #onEvent: (event: LiveEvent) => void
  readonly #secrets: readonly string[]
  readonly #log: Logger
  #socket: LiveSocket | undefined
  #session: Session | undefined
  #closed = false
  /** Why the socket closed before the session was handed over. */
  #closedEarly: string | undefined

  constructor(options: { onEvent: (event: LiveEvent) => void; secrets: readonly string[]; log: Logger }) {
    this.#onEvent = options.onEvent
    this.#secrets = options.secrets
    this.#log = options.log
  }

  useSocket(options: LiveSocketOptions): LiveSocket {
    this.#socket = new LiveSocket(options)
    return this.#socket
  }

  attach(session: Session): LiveSession {
    if (this.#closedEarly) throw new Error(this.#closedEarly)
    this.#session = session
    return this
  }

  /** The library turns a throw in here into an unhandled rejection, so there must be none. */
  onMessage(message: LiveServerMessage): void {
    try {
      const events = liveEvents(message)
      if (!events) this.#log.warn('a frame of the live service was not understood and left out')
      for (const event of events ?? []) if (!this.#closed) this.#onEvent(event)
    } catch (error) {
      this.#log.error({ err: error }, 'a live event could not be handled')
      this.onClosed('an event could not be handled')
    }
  }

  onClosed(words: string): void {
    if (this.#closed) return
    if (!this.#session) {
      this.#closedEarly = words
      return
    }
    void this.close()
    this.#onEvent({ type: 'closed', error: liveError(words, { connected: true, secrets: this.#secrets }) })
  }

  sendAudio(pcm: Int16Array): void {
    if (this.#closed) return
    this.#session?.sendRealtimeInput({ audio: { data: base64FromPcm(pcm), mimeType: INBOUND_MIME_TYPE } })
  }

  sendText(text: string): void {
    if (this.#closed) return
    this.#session?.sendClientContent({ turns: [{ role: 'user', parts: [{ text }] }], turnComplete: true })
  }

  nudge(text: string): void {
    if (this.#closed) return
    this.#session?.sendRealtimeInput({ text })
  }

  sendContext(lines: readonly SpokenLine[], cue?: string): void {
    if (this.#closed) return
    const turns = [...lines, ...(cue === undefined ? [] : [{ role: 'user' as const, text: cue }])].map(
      ({ role, text }) => ({ role: role === 'user' ? 'user' : 'model', parts: [{ text }] }),
    )
    this.#session?.sendClientContent({ turns, turnComplete: cue !== undefined })
  }

  sendToolResponses(responses: readonly ToolResponse[]): void {
    if (this.#closed) return
    this.#session?.sendToolResponse({
      functionResponses: responses.map(({ id, name, response, silent }) => ({
        id,
        name,
        response,
        ...(silent ? { scheduling: FunctionResponseScheduling.SILENT } : {}),
      })),
    })
  }

  endAudioStream(): void {
    if (this.#closed) return
    this.#session?.sendRealtimeInput({ audioStreamEnd: true })
  }

  close(): Promise<void> {
    this.#closed = true
    return this.#socket?.close() ?? Promise.resolve()
  }
}
