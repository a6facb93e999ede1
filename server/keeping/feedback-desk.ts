import type { FeedbackStatus } from '../../shared/feedback.ts'
import type { FeedbackTrend } from '../../shared/feedback-trend.ts'
import { TalkError } from '../errors.ts'
import type { Bus } from '../store/bus.ts'
import type { FeedbackStore } from '../store/feedback-store.ts'
import { findTalk, noSuchTalk } from '../store/find-talk.ts'
import { jobRequest } from '../store/job-queue.ts'
import type { TalkScope, TalkStore } from '../store/talk-store.ts'
import { evaluateTalk } from './job-kinds.ts'

/** Where feedback is asked for and told of, whichever server does the work. */
export class FeedbackDesk {
  readonly #talks: TalkStore
  readonly #feedback: FeedbackStore
  readonly #bus: Bus
  readonly #ending = new AbortController()

  constructor(options: { talks: TalkStore; feedback: FeedbackStore; bus: Bus }) {
    this.#talks = options.talks
    this.#feedback = options.feedback
    this.#bus = options.bus
  }

  /** @throws TalkError talkNotFound */
  async get(talkId: string, scope: TalkScope): Promise<FeedbackStatus> {
    const status = await this.#feedback.get(talkId, scope)
    if (!status) throw noSuchTalk()
    return status
  }

  /**
   * Has a talk that is over read by the coach, for the first time or anew.
   * @throws TalkError talkNotFound, badInput while it runs
   */
  async request(talkId: string, scope: TalkScope): Promise<FeedbackStatus> {
    const record = await findTalk(this.#talks, talkId, scope)
    if (record.state !== 'ended') {
      throw new TalkError('badInput', 'The talk is still running. Its feedback comes when it has ended.')
    }
    await this.#feedback.request(talkId, [jobRequest(evaluateTalk, { talkId })])
    return this.get(talkId, scope)
  }

  /**
   * How the work goes on, from where it is to its end; each status once. Nothing is missed: the bus only says
   * when to look.
   */
  async *watch(talkId: string, scope: TalkScope, gone: AbortSignal): AsyncGenerator<FeedbackStatus, void> {
    const signal = AbortSignal.any([gone, this.#ending.signal])
    let changed = Promise.withResolvers<void>()
    const look = () => changed.resolve()
    using _listening = this.#bus.on('feedback', {
      changed: (id) => {
        if (id === talkId) look()
      },
      missed: look,
    })
    signal.addEventListener('abort', look)
    try {
      let told = ''
      while (!signal.aborted) {
        changed = Promise.withResolvers()
        const status = await this.#feedback.get(talkId, scope)
        if (!status) return
        const telling = JSON.stringify(status)
        if (telling !== told) yield status
        told = telling
        if (status.status === 'done' || status.status === 'failed') return
        await changed.promise
      }
    } finally {
      signal.removeEventListener('abort', look)
    }
  }

  /** The server stops: whoever watches is let go, and comes back to another one. */
  endWatches(): void {
    this.#ending.abort()
  }

  trend(scope: TalkScope, filter: { scenarioId?: string | undefined }): Promise<FeedbackTrend[]> {
    return this.#feedback.trend(scope, filter)
  }
}
