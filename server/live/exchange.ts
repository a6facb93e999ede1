import type { Scenario } from '../../shared/scenario.ts'
import { liveCues } from '../scenarios/live-cues.ts'
import type { ConversationEvent } from './conversation-event.ts'
import { ConversationMemory } from './conversation-memory.ts'
import { InterruptionJudge } from './interruption-judge.ts'
import type { LiveEvent, LiveSession } from './live-model.ts'
import type { LivePolicy } from './live-policy.ts'
import type { ConversationFacts } from './live-watch.ts'
import { ModelTurn } from './model-turn.ts'
import { RepeatedPieces } from './repeated-pieces.ts'
import { UserWords } from './user-words.ts'

/** What a connection says of the exchange itself. */
export type SpeechEvent = Extract<
  LiveEvent,
  {
    type:
      | 'audio'
      | 'inputTranscript'
      | 'outputTranscript'
      | 'interrupted'
      | 'generationComplete'
      | 'turnComplete'
  }
>

/**
 * Who has said what to whom, over all connections: sorts out what a sick service says, knows what is due, and what
 * a new connection has to be told. Pure: no timer; times in ms.
 */
export class Exchange {
  readonly #locale: Scenario['locale']
  readonly #user: UserWords
  readonly #turn: ModelTurn
  readonly #memory: ConversationMemory
  readonly #judge: InterruptionJudge
  readonly #repeated = new RepeatedPieces()
  #nudgedAtMs: number | undefined
  #resumable = true
  /** The last turn broke off and is to be gone on with, on the next connection if not on this one. */
  #goOn = false
  #phantoms = 0
  #repeatedPieces = 0

  constructor(options: { locale: Scenario['locale']; policy: LivePolicy }) {
    const { locale, policy } = options
    this.#locale = locale
    this.#user = new UserWords(policy)
    this.#turn = new ModelTurn({ locale })
    this.#memory = new ConversationMemory({ maxChars: policy.memory.maxChars })
    this.#judge = new InterruptionJudge(policy.interruption)
  }

  get stats(): { phantomInterruptions: number; repeatedPieces: number; droppedAudioMs: number } {
    return {
      phantomInterruptions: this.#phantoms,
      repeatedPieces: this.#repeatedPieces,
      droppedAudioMs: this.#user.droppedAudioMs,
    }
  }

  /** What is sent to the model, or would be. */
  hear(pcm: Int16Array): void {
    this.#user.hear(pcm)
  }

  streamEnds(): void {
    this.#user.streamEnds()
  }

  types(text: string, nowMs: number): void {
    this.#judge.userHeard(nowMs)
    this.#memory.userBegins()
    this.#memory.add('user', text)
    this.#user.types(text, nowMs)
    this.#waitsForItself()
  }

  userBegins(nowMs: number, agoMs: number): void {
    if (!this.#user.isWaiting) {
      this.#repeated.forget('user')
      this.#memory.userBegins()
    }
    this.#user.begins(nowMs - agoMs)
  }

  userEnds(nowMs: number, agoMs: number): void {
    this.#judge.userHeard(nowMs - agoMs)
    this.#user.ends(nowMs, agoMs)
    this.#waitsForItself()
  }

  /** By our own ear. */
  userInterrupts(nowMs: number): void {
    this.#turn.interruptedByUser()
    this.#judge.userHeard(nowMs)
  }

  /** What the user just said wants no answer. */
  forgetUtterance(nowMs: number): void {
    this.#user.answered(nowMs)
  }

  /** The answer to the user could not come before now. */
  waitsAnew(nowMs: number): void {
    this.#user.waitsAnew(nowMs)
  }

  /** @returns what there is to tell of it: nothing of what a sick service says twice or to itself */
  take(event: SpeechEvent, nowMs: number): ConversationEvent[] {
    switch (event.type) {
      case 'audio':
      case 'outputTranscript':
        return this.#output(event, nowMs)
      case 'inputTranscript':
        if (this.#isRepeated('user', event.text)) return []
        this.#memory.add('user', event.text)
        this.#user.understood(nowMs)
        return [event]
      case 'interrupted':
        return this.#interrupted(nowMs)
      case 'generationComplete':
        this.#turn.generated()
        return [event]
      case 'turnComplete':
        // The model waits for the user to go on, and is right to.
        if (event.reason === 'NEED_MORE_INPUT' && this.#turn.phase === 'none') this.#user.answered(nowMs)
        return [this.#complete(event)]
    }
  }

  /** @param resumable whether the session could be taken up as it stands now */
  saved(resumable: boolean): void {
    this.#resumable = resumable
    if (resumable) this.#memory.covered()
  }

  /** The turn is over, though the service did not say so. */
  completeTurn(): ConversationEvent {
    return this.#complete({ type: 'turnComplete' })
  }

  /** To be looked at every now and then. @returns what is due depends on */
  look(
    nowMs: number,
    partnerSounds: boolean,
  ): Omit<ConversationFacts, 'toolPending' | 'connectedAtMs' | 'endsAtMs'> {
    if (this.#judge.look(nowMs)) this.#phantoms++
    this.#user.look(nowMs)
    if (partnerSounds) this.#turn.sounds(nowMs)
    return {
      nowMs,
      userSpeaks: this.#user.speaks,
      partnerSounds,
      turn: this.#turn.phase,
      lastSignAtMs: this.#turn.lastSignAtMs,
      due: this.#user.due,
      nudgedAtMs: this.#nudgedAtMs,
      cutShort: this.#turn.isCutShort,
      covered: this.#resumable && this.#memory.uncovered.length === 0,
      suspect: this.#judge.isSuspect,
    }
  }

  /** @returns the words by which the model is asked to answer, or to go on with its turn */
  nudge(cue: 'answer' | 'goOn', nowMs: number): string {
    // To go on with a turn that is over is to begin another, for which the model has as long as for any.
    if (cue === 'goOn' && this.#turn.phase === 'none') this.#user.waits(nowMs)
    else this.#nudgedAtMs = nowMs
    this.#goOn = cue === 'goOn'
    this.#turn.nudged()
    return liveCues[this.#locale][cue]
  }

  /** The connection is gone. @returns the end of the turn that it leaves open, if there is one */
  cut(): ConversationEvent[] {
    this.#user.cut()
    const isBrokenOff = this.#turn.phase === 'open' && !this.#turn.isInterrupted
    this.#goOn = (this.#goOn || isBrokenOff) && !this.#user.hasFloor
    const ends = this.#turn.phase === 'none' ? [] : [this.completeTurn()]
    this.#turn.nudged()
    this.#nudgedAtMs = undefined
    this.#resumable = true
    this.#judge.forget()
    return ends
  }

  /**
   * Tells a new connection what it does not know: in words what its session was not there for, and once more
   * whatever of the user's had no answer yet.
   * @param resumed it has taken up the session of the newest handle
   * @returns whether it remembers the talk by itself
   */
  tell(session: LiveSession, resumed: boolean, nowMs: number): 'kept' | 'lost' {
    const cues = liveCues[this.#locale]
    const memory = resumed || this.#memory.lines.length === 0 ? 'kept' : 'lost'
    // What is said again as sound or as a typed line must not stand there in words as well.
    if (this.#user.isWaiting) this.#memory.forgetUnanswered()
    const unknown = memory === 'kept' ? this.#memory.uncovered : this.#memory.lines
    const isAnew = memory === 'lost' && unknown.length > 0
    const lines = isAnew ? [{ role: 'user' as const, text: cues.soFar }, ...unknown] : unknown
    if (this.#goOn && !this.#user.due) this.#user.waits(nowMs)
    if (this.#goOn) session.sendContext(lines, cues.goOn)
    else if (lines.length > 0) session.sendContext(lines)
    this.#user.sayAgain(session, nowMs)
    return memory
  }

  #output(
    event: Extract<SpeechEvent, { type: 'audio' | 'outputTranscript' }>,
    nowMs: number,
  ): ConversationEvent[] {
    if (event.type === 'outputTranscript' && this.#isRepeated('partner', event.text)) return []
    // What comes of a nudge may be the rest of the turn or another one: nothing tells them apart.
    const isAnother = this.#nudgedAtMs !== undefined && this.#turn.phase !== 'none'
    const ends = isAnother ? [this.completeTurn()] : []
    if (this.#turn.takes(event, nowMs)) {
      this.#user.answered(nowMs)
      this.#goOn = false
    }
    this.#nudgedAtMs = undefined
    if (event.type === 'outputTranscript') this.#memory.add('partner', event.text)
    return [...ends, event]
  }

  #interrupted(nowMs: number): ConversationEvent[] {
    const turn = { hasFloor: this.#user.hasFloor, beganAtMs: this.#turn.beganAtMs }
    if (this.#judge.isBelieved(nowMs, turn)) this.#turn.interruptedByUser()
    // It was our own nudge that made the model stop.
    else if (this.#nudgedAtMs !== undefined) return []
    // Whoever did interrupt is not to hear another word while we make sure; nobody, and the model is asked to go on.
    else {
      this.#judge.hold(nowMs)
      this.#turn.brokenOff()
    }
    return [{ type: 'interrupted' }]
  }

  #complete(event: Extract<SpeechEvent, { type: 'turnComplete' }>): ConversationEvent {
    this.#turn.completes()
    this.#memory.turnOver()
    this.#repeated.forget('partner')
    return event
  }

  #isRepeated(role: 'user' | 'partner', piece: string): boolean {
    const isRepeated = this.#repeated.isRepeated(role, piece)
    if (isRepeated) this.#repeatedPieces++
    return isRepeated
  }

  /** The user has said something new: what the model was asked before does not matter any more. */
  #waitsForItself(): void {
    this.#goOn = false
    this.#nudgedAtMs = undefined
  }
}
