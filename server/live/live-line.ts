import type { Logger } from 'pino'
import type { Scenario } from '../../shared/scenario.ts'
import type { Clock } from '../clock.ts'
import { LiveError, type LiveEvent, type LiveModel, type LiveSession } from './live-model.ts'
import type { LivePolicy } from './live-policy.ts'
import { afterFailedAttempt, backoffMs, isFinal } from './reconnect-plan.ts'

export interface LiveLineOptions {
  model: LiveModel
  scenario: Scenario
  clock: Clock
  log: Logger
  policy: LivePolicy
  /** From 0 to 1. */
  random: () => number
  /** Of the newest connection alone; not its end. */
  onEvent: (event: LiveEvent) => void
  /** The connection is gone or being renewed; `onUp` or `onFailed` follows. */
  onDown: (down: Down) => void
  onUp: (session: LiveSession, up: Down & { resumed: boolean; gapMs: number }) => void
  onFailed: (error: LiveError) => void
}

/** Why there is no connection: it was to end soon, the model was silent, or it broke. */
export type DownCause = 'rotation' | 'silence' | 'broken'

interface Down {
  cause: DownCause
  sinceMs: number
}

type State =
  | { name: 'connecting' }
  | { name: 'up'; session: LiveSession; sinceMs: number }
  | ({ name: 'down' } & Down)
  | { name: 'closed' }

/**
 * One connection to the model after another: keeps the handle by which the next takes up the session of the one
 * before, never has two of them open, and lets nothing through that an old one still says.
 */
export class LiveLine {
  readonly #options: LiveLineOptions
  #state: State = { name: 'connecting' }
  /** Of the connection that may be heard. */
  #generation = 0
  #handle: string | undefined
  #handleAttempts = 0
  /** Goes on until a connection has held for some time. */
  #outage: { sinceMs: number; attempts: number } = { sinceMs: 0, attempts: 0 }
  readonly #abort = new AbortController()

  constructor(options: LiveLineOptions) {
    this.#options = options
  }

  /** There is one while the line is up. */
  get session(): LiveSession | undefined {
    return this.#state.name === 'up' ? this.#state.session : undefined
  }

  /** While there is no connection. */
  get down(): Down | undefined {
    return this.#state.name === 'down' ? this.#state : undefined
  }

  get upSinceMs(): number | undefined {
    return this.#state.name === 'up' ? this.#state.sinceMs : undefined
  }

  /** The first connection. @throws what `LiveModel.connect` does */
  async open(): Promise<void> {
    const session = await this.#connect(this.#abort.signal)
    if (this.#state.name === 'closed') return this.#discard(session)
    this.#state = { name: 'up', session, sinceMs: this.#nowMs() }
  }

  /** Another connection in the place of this one. @param fresh and not the same session */
  renew({ cause, fresh }: { cause: DownCause; fresh: boolean }): void {
    if (this.#state.name !== 'up') return
    const { session } = this.#state
    if (fresh) this.#handle = undefined
    this.#goDown(cause)
    // The old one first: a session is not taken up while the service takes it for open elsewhere.
    this.#reconnectSoon(session.close())
  }

  /** The connection is no good, and another would be none either. `onFailed` follows. */
  giveUp(problem: string): void {
    const { session } = this
    this.#fail(new LiveError('lost', problem))
    if (session) this.#discard(session)
  }

  /** Idempotent. Nothing is told afterwards. */
  async close(): Promise<void> {
    const state = this.#state
    this.#state = { name: 'closed' }
    this.#generation++
    this.#abort.abort()
    if (state.name === 'up') await state.session.close()
  }

  #onEvent(event: LiveEvent): void {
    if (event.type === 'closed') {
      this.#onClosed(event.error)
      return
    }
    if (event.type === 'resumption' && event.resumable && event.handle) {
      this.#handle = event.handle
      this.#handleAttempts = 0
    }
    this.#options.onEvent(event)
  }

  #onClosed(error: LiveError): void {
    if (this.#state.name !== 'up') return
    this.#options.log.warn({ fault: error.fault, problem: error.message }, 'the live connection broke')
    if (isFinal(error)) {
      this.#fail(error)
      return
    }
    this.#goDown('broken')
    this.#reconnectSoon(Promise.resolve())
  }

  #goDown(cause: DownCause): void {
    if (this.#state.name !== 'up') return
    const nowMs = this.#nowMs()
    const held = nowMs - this.#state.sinceMs >= this.#options.policy.reconnect.stableAfterMs
    if (held || this.#outage.attempts === 0) this.#outage = { sinceMs: nowMs, attempts: 0 }
    this.#generation++
    this.#state = { name: 'down', sinceMs: nowMs, cause }
    this.#options.onDown(this.#state)
  }

  #reconnectSoon(oldSocket: Promise<void>): void {
    this.#reconnect(oldSocket).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'renewing a live connection went wrong')
      this.#fail(new LiveError('lost', 'A fault of ours.'))
    })
  }

  async #reconnect(oldSocket: Promise<void>): Promise<void> {
    const { policy, random } = this.#options
    await Promise.race([oldSocket, this.#pause(policy.rotation.oldSocketMs)])
    // A connection that broke as soon as it was there.
    if (this.#outage.attempts > 0)
      await this.#pause(backoffMs(this.#outage.attempts, policy.reconnect, random()))
    while (this.#state.name === 'down') {
      if (this.#outage.attempts > 0 && this.#outageMs >= policy.reconnect.limitMs)
        return this.#fail(new LiveError('lost', 'The connection broke again and again.'))
      const handle = this.#handle
      this.#outage.attempts++
      if (handle) this.#handleAttempts++
      const made = await this.#attempt(handle)
      if (this.#isClosed()) return made.session && this.#discard(made.session)
      if (made.session) return this.#goUp(made.session, handle !== undefined)
      const step = afterFailedAttempt(
        {
          error: made.error,
          resuming: handle !== undefined,
          handleAttempts: this.#handleAttempts,
          attempts: this.#outage.attempts,
          outageMs: this.#outageMs,
        },
        policy.reconnect,
        random(),
      )
      if (step.type === 'giveUp') return this.#fail(step.error)
      if (step.dropHandle) this.#handle = undefined
      await this.#pause(step.delayMs)
    }
  }

  #goUp(session: LiveSession, resumed: boolean): void {
    if (this.#state.name !== 'down') return
    const { cause, sinceMs } = this.#state
    const nowMs = this.#nowMs()
    this.#state = { name: 'up', session, sinceMs: nowMs }
    this.#options.onUp(session, { cause, sinceMs, resumed, gapMs: nowMs - sinceMs })
  }

  async #attempt(handle: string | undefined): Promise<{ session?: LiveSession; error?: LiveError }> {
    const { clock, log, policy } = this.#options
    const { resumeTimeoutMs, freshTimeoutMs } = policy.reconnect
    const limit = new AbortController()
    using _timer = clock.after(handle ? resumeTimeoutMs : freshTimeoutMs, () => limit.abort())
    const signal = AbortSignal.any([this.#abort.signal, limit.signal])
    try {
      return { session: await this.#connect(signal, handle) }
    } catch (error) {
      if (signal.aborted) return {}
      if (!(error instanceof LiveError)) throw error
      log.warn({ fault: error.fault, problem: error.message }, 'a live connection could not be renewed')
      return { error }
    }
  }

  #connect(signal: AbortSignal, handle?: string): Promise<LiveSession> {
    const generation = ++this.#generation
    return this.#options.model.connect({
      scenario: this.#options.scenario,
      ...(handle === undefined ? {} : { resumeHandle: handle }),
      onEvent: (event) => {
        if (generation === this.#generation) this.#onEvent(event)
      },
      signal,
    })
  }

  #fail(error: LiveError): void {
    if (this.#state.name === 'closed') return
    this.#state = { name: 'closed' }
    this.#generation++
    this.#options.onFailed(error)
  }

  #discard(session: LiveSession): void {
    session.close().catch((error: unknown) => this.#options.log.warn({ err: error }, 'a live session stays'))
  }

  /** The state may have changed over an await, which the compiler does not see. */
  #isClosed(): boolean {
    return this.#abort.signal.aborted
  }

  /** Cut short by `close`. */
  async #pause(ms: number): Promise<void> {
    if (ms <= 0 || this.#isClosed()) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const { signal } = this.#abort
    const onAbort = () => resolve()
    using _timer = this.#options.clock.after(ms, resolve)
    signal.addEventListener('abort', onAbort)
    await promise
    signal.removeEventListener('abort', onAbort)
  }

  get #outageMs(): number {
    return this.#nowMs() - this.#outage.sinceMs
  }

  #nowMs(): number {
    return this.#options.clock.nowMs()
  }
}
