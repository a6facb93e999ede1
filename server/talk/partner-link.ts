import type { Logger } from 'pino'
import type { EndReason } from '../../shared/error-reason.ts'
import type { Scenario } from '../../shared/scenario.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { addUsage, type TokenUsage } from '../../shared/token-usage.ts'
import type { Clock } from '../clock.ts'
import { TalkError } from '../errors.ts'
import type { ConversationEvent, ConversationStats } from '../live/conversation-event.ts'
import { LiveConversation } from '../live/live-conversation.ts'
import { LiveError, type LiveModel } from '../live/live-model.ts'
import { openingCue } from '../scenarios/opening-cue.ts'
import { Goodbye } from './goodbye.ts'
import { InboundLine } from './inbound-line.ts'
import type { OutboundLine } from './outbound-line.ts'
import { partnerFailure } from './partner-failure.ts'
import { ScenarioToolBox } from './tools/scenario-tool-box.ts'
import { ToolDesk } from './tools/tool-desk.ts'
import type { TurnTracker } from './turn-tracker.ts'

export interface PartnerLinkOptions {
  liveModel: LiveModel
  scenario: Scenario
  turns: TurnTracker
  /** Stays the caller's, who pulls from it. */
  outbound: OutboundLine
  clock: Clock
  /** Ms from the talk's start. */
  nowMs: () => number
  log: Logger
  emit: (event: TalkEvent) => void
  /** Everything that the conversation tells, before it is acted upon. */
  onSaid: (event: ConversationEvent) => void
  /** Whether the partner is there to hear and be heard. */
  onUp: () => void
  onDown: () => void
  /** The talk is over on the partner's side; a notice has told why where it failed. */
  onOver: (reason: EndReason) => void
}

/**
 * The partner's end of a talk: the conversation with the model, what it may do beside speaking, and what all of it
 * means for the talk.
 */
export class PartnerLink {
  readonly #options: PartnerLinkOptions
  readonly #conversation: LiveConversation
  readonly #inbound = new InboundLine()
  readonly #desk: ToolDesk
  readonly #goodbye = new Goodbye()
  #there = false
  #usage: TokenUsage | undefined

  constructor(options: PartnerLinkOptions) {
    const { clock, emit, liveModel: model, log, nowMs, scenario, turns } = options
    this.#options = options
    this.#conversation = new LiveConversation({
      model,
      scenario,
      clock,
      log,
      partnerSounds: () => options.outbound.sounds,
      onEvent: (event) => this.#onEvent(event),
    })
    this.#desk = new ToolDesk({
      toolBox: new ScenarioToolBox({ tools: scenario.tools ?? [] }),
      log,
      emit,
      nowMs,
      turnId: () => turns.newestTurnId,
      respond: (responses) => this.#conversation.sendToolResponses(responses),
      onEndTalk: () => this.#goodbye.begin(nowMs()),
    })
  }

  /** Of the whole talk so far; undefined where the service tells nothing. */
  get usage(): TokenUsage | undefined {
    return this.#usage
  }

  get stats(): ConversationStats {
    return this.#conversation.stats
  }

  /** Resolves when the partner is there, or that they will not come was told. */
  async connect(): Promise<void> {
    try {
      await this.#conversation.open()
      this.#there = true
      this.#inbound.connect(this.#conversation)
      this.#options.onUp()
    } catch (error) {
      // One that is about something else comes of our own close.
      if (error instanceof LiveError) this.#fail(error)
      else if (!(error instanceof Error && error.name === 'AbortError')) throw error
    }
  }

  /** The next 20 ms of what the model is to hear of the user. */
  hear(frame: Int16Array): void {
    this.#inbound.push(frame)
  }

  /** @throws TalkError partnerUnavailable before the partner can hear anything */
  say(text: string): void {
    if (!this.#there)
      throw new TalkError('partnerUnavailable', 'The partner is not there yet. Try again in a moment.', {
        retryAfterMs: 500,
      })
    this.#options.turns.userSaid(text, this.#options.nowMs())
    this.#conversation.sendText(text)
  }

  /** Both sides can be heard: a partner who opens does so now. To be called once. */
  begin(): void {
    const { scenario } = this.#options
    if (scenario.opening.by === 'partner') this.#conversation.sendText(openingCue[scenario.locale])
  }

  /** By our own ear. @param atMs from the talk's start, some time ago */
  userSpeechStarted(atMs: number): void {
    this.#conversation.userSpeaks(true, this.#options.nowMs() - atMs)
  }

  userSpeechEnded(atMs: number): void {
    this.#conversation.userSpeaks(false, this.#options.nowMs() - atMs)
  }

  /** The user was found to interrupt; what the partner said is dropped already. */
  userInterrupts(): void {
    this.#conversation.userInterrupts()
  }

  /** What the user said was a nod, which wants no answer. */
  backChannel(): void {
    this.#conversation.forgetUtterance()
  }

  microphonePaused(): void {
    if (this.#there) this.#conversation.endAudioStream()
  }

  /** Once every 20 ms. */
  tick(): void {
    const { nowMs, onOver, outbound, turns } = this.#options
    const speaks = outbound.sounds || turns.writtenTurnId !== undefined
    if (this.#goodbye.isOver(nowMs(), speaks)) onOver('partnerEnded')
  }

  /** Idempotent. Nothing is told afterwards. */
  async close(): Promise<void> {
    this.#desk.close()
    const { droppedMessages } = this.#inbound
    if (droppedMessages > 0)
      this.#options.log.warn({ droppedMessages }, 'speech before the partner was there')
    await this.#conversation.close()
  }

  #onEvent(event: ConversationEvent): void {
    const { nowMs, onDown, onSaid, outbound, turns } = this.#options
    onSaid(event)
    switch (event.type) {
      case 'audio':
      case 'outputTranscript':
      case 'interrupted':
      case 'generationComplete':
      case 'turnComplete':
        outbound.take(event)
        break
      case 'inputTranscript':
        turns.inputTranscript(event.text, nowMs())
        break
      case 'toolCall':
        this.#desk.take(event.calls)
        break
      case 'toolCallCancelled':
        this.#desk.cancel(event.ids)
        break
      case 'usage':
        this.#usage = this.#usage ? addUsage(this.#usage, event.usage) : event.usage
        turns.usage(event.usage)
        break
      case 'down':
        onDown()
        break
      case 'renewed':
        this.#onRenewed(event.memory)
        break
      case 'failed':
        this.#fail(event.error)
        break
    }
  }

  #onRenewed(memory: 'kept' | 'lost'): void {
    if (memory === 'lost')
      this.#options.emit({
        type: 'notice',
        code: 'partnerReset',
        message:
          'The AI service had to begin anew in mid-talk. The partner knows what was said, but maybe not every detail.',
      })
    this.#options.onUp()
  }

  #fail(error: LiveError): void {
    const { emit, log, onOver } = this.#options
    log.warn({ fault: error.fault, refusal: error.refusal, problem: error.message }, 'the partner failed')
    const { reason, message } = partnerFailure(error)
    emit({ type: 'notice', code: reason, message })
    onOver(reason)
  }
}
