import type { Logger } from 'pino'
import type { Scenario } from '../../shared/scenario.ts'
import type { Clock } from '../clock.ts'
import type { ConversationEvent, ConversationStats } from './conversation-event.ts'
import { Exchange } from './exchange.ts'
import { LiveLine, type LiveLineOptions } from './live-line.ts'
import type { LiveEvent, LiveModel, LiveSession, ToolResponse } from './live-model.ts'
import { type LivePolicy, livePolicy } from './live-policy.ts'
import { nextStep, type WatchStep } from './live-watch.ts'

export interface LiveConversationOptions {
  model: LiveModel
  scenario: Scenario
  clock: Clock
  log: Logger
  policy?: LivePolicy
  /** From 0 to 1; chance for the backoff. */
  random?: () => number
  /** Whether the partner is heard at the moment, or what they said waits to be. */
  partnerSounds: () => boolean
  /** Called synchronously; must not throw. After `failed`, and after the close, nothing comes. */
  onEvent: (event: ConversationEvent) => void
}

/**
 * One conversation with the model over as many connections as it takes: renews them before they end and when they
 * break, sees to it that what the user said meanwhile arrives, and helps a model that falls silent. The caller says
 * when the user speaks and when the partner is heard; all else it finds out itself, on a timer of its own.
 *
 * The service knows a session as it stood at its newest handle. So of a conversation that is taken up again, what
 * was said since is told to it in words, and an utterance that had no answer yet is said again as sound.
 */
export class LiveConversation {
  readonly #options: LiveConversationOptions
  readonly #policy: LivePolicy
  readonly #line: LiveLine
  readonly #exchange: Exchange
  /** Calls that were not answered yet, and answers that found no connection. */
  readonly #openTools = new Set<string>()
  #toolResponses: ToolResponse[] = []
  #look: Disposable | undefined
  /** When the service ends the connection. */
  #endsAtMs: number | undefined
  /** Since the user began to wait. */
  #renewals = 0
  #toldDown = false
  #ended = false
  readonly #counts = { rotations: 0, reconnects: 0, resets: 0, longestGapMs: 0, nudges: 0, stalls: 0 }

  constructor(options: LiveConversationOptions) {
    const { model, scenario, clock, log, policy = livePolicy, random = Math.random } = options
    this.#options = options
    this.#policy = policy
    this.#exchange = new Exchange({ locale: scenario.locale, policy })
    const on: Pick<LiveLineOptions, 'onEvent' | 'onDown' | 'onUp' | 'onFailed'> = {
      onEvent: (event) => this.#onLiveEvent(event),
      onDown: ({ cause }) => this.#onDown(cause === 'broken'),
      onUp: (session, up) => this.#onUp(session, up),
      onFailed: (error) => {
        this.#stop()
        options.onEvent({ type: 'failed', error })
      },
    }
    this.#line = new LiveLine({ model, scenario, clock, log, policy, random, ...on })
  }

  /** The first connection, tried once. @throws LiveError refused or unreachable; an AbortError when closed */
  async open(): Promise<void> {
    await this.#line.open()
    this.#exchange.waitsAnew(this.#nowMs())
    if (!this.#ended) this.#lookLater()
  }

  /** 16 kHz mono, 20 to 40 ms at a time and in real time, silence too; valid only during the call. */
  sendAudio(pcm: Int16Array): void {
    this.#exchange.hear(pcm)
    this.#line.session?.sendAudio(pcm)
  }

  /** A typed line as the user's turn. */
  sendText(text: string): void {
    this.#renewals = 0
    this.#exchange.types(text, this.#nowMs())
    this.#line.session?.sendText(text)
  }

  /** The user's microphone paused. */
  endAudioStream(): void {
    this.#exchange.streamEnds()
    this.#line.session?.endAudioStream()
  }

  /** By the caller's ear. @param agoMs how long ago it really began or ended */
  userSpeaks(speaks: boolean, agoMs: number): void {
    this.#renewals = 0
    if (speaks) {
      this.#exchange.userBegins(this.#nowMs(), agoMs)
      this.userInterrupts()
    } else this.#exchange.userEnds(this.#nowMs(), agoMs)
  }

  /** The user was found to take the floor from the partner, who has been silenced for it. */
  userInterrupts(): void {
    this.#exchange.userInterrupts(this.#nowMs())
  }

  /** What the user just said was a nod: nobody answers that. */
  forgetUtterance(): void {
    this.#exchange.forgetUtterance(this.#nowMs())
  }

  /** Answers to calls that are still open; others are left out. */
  sendToolResponses(responses: readonly ToolResponse[]): void {
    const open = responses.filter(({ id }) => this.#openTools.delete(id))
    if (open.length === 0) return
    this.#exchange.waitsAnew(this.#nowMs())
    if (this.#line.session) this.#line.session.sendToolResponses(open)
    else this.#toolResponses.push(...open)
  }

  get stats(): ConversationStats {
    return { ...this.#counts, ...this.#exchange.stats }
  }

  /** Idempotent. Resolves when the connection is given back. */
  async close(): Promise<void> {
    this.#stop()
    await this.#line.close()
  }

  #stop(): void {
    this.#ended = true
    this.#look?.[Symbol.dispose]()
  }

  #onLiveEvent(event: LiveEvent): void {
    switch (event.type) {
      case 'toolCall':
        for (const { id } of event.calls) this.#openTools.add(id)
        this.#options.onEvent(event)
        break
      case 'toolCallCancelled':
        for (const id of event.ids) this.#openTools.delete(id)
        this.#options.onEvent(event)
        break
      case 'usage':
        this.#options.onEvent(event)
        break
      case 'resumption':
        this.#exchange.saved(event.resumable)
        break
      case 'goAway':
        this.#endsAtMs = this.#nowMs() + event.timeLeftMs
        break
      case 'closed':
        break
      default:
        this.#tell(this.#exchange.take(event, this.#nowMs()))
    }
  }

  #tell(events: readonly ConversationEvent[]): void {
    for (const event of events) this.#options.onEvent(event)
  }

  #lookLater(): void {
    this.#look = this.#options.clock.after(this.#policy.lookEveryMs, () => {
      this.#lookAround()
      if (!this.#ended) this.#lookLater()
    })
  }

  #lookAround(): void {
    const nowMs = this.#nowMs()
    const { down } = this.#line
    if (down) {
      if (nowMs - down.sinceMs >= this.#policy.reconnect.tellAfterMs) this.#tellDown()
      return
    }
    const facts = {
      ...this.#exchange.look(nowMs, this.#options.partnerSounds()),
      toolPending: this.#openTools.size > 0,
      connectedAtMs: this.#line.upSinceMs ?? nowMs,
      endsAtMs: this.#endsAtMs,
    }
    if (facts.due === undefined && facts.turn === 'none') this.#renewals = 0
    this.#act(nextStep(facts, this.#policy))
  }

  #act(step: WatchStep): void {
    switch (step) {
      case 'nothing':
        break
      case 'rotate':
        this.#line.renew({ cause: 'rotation', fresh: false })
        break
      case 'nudgeAnswer':
        this.#nudge('answer')
        break
      case 'nudgeGoOn':
        this.#nudge('goOn')
        break
      case 'renew':
        this.#counts.stalls++
        // A session that had its second chance is not given a third.
        this.#line.renew({ cause: 'silence', fresh: this.#renewals++ > 0 })
        break
      case 'completeTurn':
        this.#tell([this.#exchange.completeTurn()])
        break
      case 'giveUp':
        this.#line.giveUp('The model stays silent.')
        break
    }
  }

  #nudge(cue: 'answer' | 'goOn'): void {
    this.#counts.nudges++
    this.#line.session?.nudge(this.#exchange.nudge(cue, this.#nowMs()))
  }

  #onDown(broken: boolean): void {
    this.#endsAtMs = undefined
    this.#tell(this.#exchange.cut())
    if (broken) this.#tellDown()
  }

  #tellDown(): void {
    if (this.#toldDown) return
    this.#toldDown = true
    this.#options.onEvent({ type: 'down' })
  }

  #onUp(session: LiveSession, up: { cause: string; resumed: boolean; gapMs: number }): void {
    this.#toldDown = false
    if (!up.resumed) this.#openTools.clear()
    else if (this.#toolResponses.length > 0) session.sendToolResponses(this.#toolResponses)
    this.#toolResponses = []
    const memory = this.#exchange.tell(session, up.resumed, this.#nowMs())
    this.#count(up, memory)
    const planned = up.cause === 'rotation'
    this.#options.onEvent({ type: 'renewed', planned, memory, gapMs: up.gapMs })
  }

  #count({ cause, gapMs }: { cause: string; gapMs: number }, memory: 'kept' | 'lost'): void {
    if (cause === 'rotation') this.#counts.rotations++
    else this.#counts.reconnects++
    if (memory === 'lost') this.#counts.resets++
    this.#counts.longestGapMs = Math.max(this.#counts.longestGapMs, gapMs)
    this.#options.log.info({ cause, memory, gapMs: Math.round(gapMs) }, 'live connection renewed')
  }

  #nowMs(): number {
    return this.#options.clock.nowMs()
  }
}
