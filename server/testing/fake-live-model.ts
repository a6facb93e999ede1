import type {
  LiveConnectOptions,
  LiveEvent,
  LiveModel,
  LiveSession,
  SpokenLine,
  ToolResponse,
} from '../live/live-model.ts'

/** A Live session that keeps what it gets; the test speaks for the model through `emit`. */
export class FakeLiveSession implements LiveSession {
  audio: number[] = []
  texts: string[] = []
  nudges: string[] = []
  contexts: { lines: readonly SpokenLine[]; cue?: string }[] = []
  toolResponses: ToolResponse[] = []
  audioStreamEnds = 0
  closed = 0
  /** What it got, by kind, in order; audio once however much of it. */
  order: string[] = []
  readonly emit: (event: LiveEvent) => void

  constructor(onEvent: (event: LiveEvent) => void = () => undefined) {
    this.emit = onEvent
  }

  sendAudio(pcm: Int16Array): void {
    this.audio.push(...pcm)
    this.#got('audio')
  }

  sendText(text: string): void {
    this.texts.push(text)
    this.#got('text')
  }

  nudge(text: string): void {
    this.nudges.push(text)
    this.#got('nudge')
  }

  sendContext(lines: readonly SpokenLine[], cue?: string): void {
    this.contexts.push({ lines: lines.map((line) => ({ ...line })), ...(cue === undefined ? {} : { cue }) })
    this.#got('context')
  }

  sendToolResponses(responses: readonly ToolResponse[]): void {
    this.toolResponses.push(...responses)
    this.#got('toolResponses')
  }

  endAudioStream(): void {
    this.audioStreamEnds++
  }

  async close(): Promise<void> {
    this.closed++
  }

  #got(kind: string): void {
    if (this.order.at(-1) !== kind) this.order.push(kind)
  }
}

/** A model whose connecting is in the test's hands: it resolves or rejects the last `attempt`. */
export class FakeLiveModel implements LiveModel {
  readonly attempts: {
    options: LiveConnectOptions
    accept: () => FakeLiveSession
    refuse: (error: Error) => void
  }[] = []

  readonly sessions: FakeLiveSession[] = []

  /** The session of the last attempt that was accepted. */
  get newest(): FakeLiveSession {
    const session = this.sessions.at(-1)
    if (!session) throw new Error('no attempt was accepted')
    return session
  }

  connect(options: LiveConnectOptions): Promise<LiveSession> {
    const { promise, resolve, reject } = Promise.withResolvers<LiveSession>()
    const { sessions } = this
    this.attempts.push({
      options,
      accept() {
        const session = new FakeLiveSession(options.onEvent)
        sessions.push(session)
        resolve(session)
        return session
      },
      refuse: reject,
    })
    options.signal.addEventListener('abort', () => reject(options.signal.reason), { once: true })
    return promise
  }
}
