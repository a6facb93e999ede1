import type { LiveConnectOptions, LiveEvent, LiveModel, LiveSession } from '../live/live-model.ts'

/** A Live session that keeps what it gets; the test speaks for the model through `emit`. */
export class FakeLiveSession implements LiveSession {
  audio: number[] = []
  texts: string[] = []
  audioStreamEnds = 0
  closed = 0
  readonly emit: (event: LiveEvent) => void

  constructor(onEvent: (event: LiveEvent) => void = () => undefined) {
    this.emit = onEvent
  }

  sendAudio(pcm: Int16Array): void {
    this.audio.push(...pcm)
  }

  sendText(text: string): void {
    this.texts.push(text)
  }

  endAudioStream(): void {
    this.audioStreamEnds++
  }

  close(): void {
    this.closed++
  }
}

/** A model whose connecting is in the test's hands: it resolves or rejects the last `attempt`. */
export class FakeLiveModel implements LiveModel {
  readonly attempts: {
    options: LiveConnectOptions
    accept: () => FakeLiveSession
    refuse: (error: Error) => void
  }[] = []

  connect(options: LiveConnectOptions): Promise<LiveSession> {
    const { promise, resolve, reject } = Promise.withResolvers<LiveSession>()
    this.attempts.push({
      options,
      accept() {
        const session = new FakeLiveSession(options.onEvent)
        resolve(session)
        return session
      },
      refuse: reject,
    })
    options.signal.addEventListener('abort', () => reject(options.signal.reason), { once: true })
    return promise
  }
}
