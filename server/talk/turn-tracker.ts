import type { TalkEvent } from '../../shared/talk-event.ts'
import { addUsage, type TokenUsage } from '../../shared/token-usage.ts'
import type { Role } from '../../shared/turn.ts'
import { AnswerLatency } from './answer-latency.ts'
import { HeardText } from './heard-text.ts'
import type { OpenTurn } from './open-turn.ts'
import { UserTurns } from './user-turns.ts'

interface PartnerTurn extends OpenTurn {
  /** The model has said that no more will come. */
  complete: boolean
  /** Where its sound is: none came, some waits, it is being sent, all of it was sent or dropped. */
  sound: 'none' | 'queued' | 'playing' | 'over'
  /** Its words beside its sound. */
  said: HeardText
  /** What it cost, as far as it was told. */
  usage: TokenUsage | undefined
}

/**
 * Makes turns out of what the model says about both sides and what really was sent, and tells the client of
 * them. Pure: no timer, no I/O, all times are handed in as ms from the talk's start.
 *
 * Two orders are independent of each other and both are kept: the model's (its turn is complete long before it
 * was heard) and the sound's. A turn's transcript is final when it was heard, or cut short.
 */
export class TurnTracker {
  readonly #emit: (event: TalkEvent) => void
  #count = 0
  readonly #user: UserTurns
  /** The partner's turns whose sound is not over, oldest first; the model writes to the last one. */
  #partner: PartnerTurn[] = []
  /** The last one that the model wrote to, over or not. */
  #newest: PartnerTurn | undefined
  readonly #latency: AnswerLatency

  constructor(options: { emit: (event: TalkEvent) => void }) {
    this.#emit = options.emit
    this.#user = new UserTurns({
      newTurn: (atMs) => this.#newTurn('user', atMs),
      tell: (turn, final) => this.#tell(turn, final),
    })
    this.#latency = new AnswerLatency({
      onMeasured: (turnId, ms) => this.#emit({ type: 'latency', turnId, ms }),
    })
  }

  /** @param atMs when the speech began, which is some time before it was found to be speech */
  userSpeechStarted(atMs: number): void {
    this.#emit({ type: 'speaking', role: 'user', active: true, atMs })
    this.#latency.userSpeaks()
    this.#user.speechStarted(atMs)
  }

  /** @param atMs when the speech ended, which is some time before it was found to have ended */
  userSpeechEnded(atMs: number): void {
    this.#emit({ type: 'speaking', role: 'user', active: false, atMs })
    this.#user.speechEnded(atMs)
    this.#latency.userSpokeUntil(atMs)
  }

  /** What the user just said was a nod to the partner, of which the model does not hear: no turn, nothing to answer. */
  backChannel(): void {
    this.#latency.nothingDue()
    this.#user.forgetNod()
  }

  /** A typed line is a turn of its own and final at once. */
  userSaid(text: string, atMs: number): void {
    this.#latency.nothingDue()
    this.#user.typed(text, atMs)
  }

  /** A piece of what the model understood of the user. It may come late, even after the answer began. */
  inputTranscript(piece: string, atMs: number): void {
    this.#user.understood(piece, atMs)
  }

  outputTranscript(piece: string, atMs: number): void {
    const turn = this.#currentPartnerTurn(atMs)
    turn.said.addText(piece)
    turn.text = turn.said.text
    if (turn.sound === 'none') turn.endMs = atMs
    this.#tell(turn, false)
  }

  /** @returns the turn that this audio belongs to */
  partnerAudio(atMs: number, durationMs: number): string {
    const turn = this.#currentPartnerTurn(atMs)
    turn.said.addSound(durationMs)
    if (turn.sound === 'none') turn.sound = 'queued'
    return turn.id
  }

  /** The partner's turn that the model is still at, if there is one. */
  get writtenTurnId(): string | undefined {
    return this.#writtenTurn()?.id
  }

  /** The partner's newest turn; else, before they said anything, the user's. */
  get newestTurnId(): string {
    return this.#newest?.id ?? this.#user.newestTurnId ?? ''
  }

  /** Whether a turn of the partner's has begun to be heard and is not over. */
  get partnerSpeaks(): boolean {
    return this.#partner.some((turn) => turn.sound === 'playing')
  }

  /** What the partner's last turn cost; told with its final words, once more where those were told already. */
  usage(usage: TokenUsage): void {
    const turn = this.#newest
    if (!turn) return
    turn.usage = turn.usage ? addUsage(turn.usage, usage) : usage
    if (!this.#partner.includes(turn)) this.#tellFinished(turn)
  }

  turnComplete(): void {
    const turn = this.#writtenTurn()
    if (!turn) return
    turn.complete = true
    if (turn.sound === 'none' || turn.sound === 'over') this.#finishPartner(turn)
  }

  /** The first packet of a turn goes out. */
  playoutStarted(turnId: string, atMs: number): void {
    const turn = this.#partner.find((candidate) => candidate.id === turnId)
    if (turn?.sound !== 'queued') return
    turn.sound = 'playing'
    turn.startMs = atMs
    turn.endMs = atMs
    this.#emit({ type: 'speaking', role: 'partner', active: true, atMs })
    this.#latency.answerBegan(turnId, atMs)
  }

  /** All of a turn was sent. */
  playoutFinished(turnId: string, atMs: number): void {
    const turn = this.#partner.find((candidate) => candidate.id === turnId)
    if (!turn || turn.sound === 'over') return
    this.#soundOver(turn, atMs)
    if (turn.complete) this.#finishPartner(turn)
  }

  /**
   * The model was cut short. Whatever waits or plays is over now; the turn that was being heard is told as
   * interrupted. Before any sound, or with nothing left to play, there is nothing to tell.
   * @param heardMs how much of a turn was sent
   */
  interrupted(atMs: number, heardMs: (turnId: string) => number): void {
    for (const turn of [...this.#partner]) {
      if (turn.sound === 'queued' || turn.sound === 'playing') {
        const heard = heardMs(turn.id)
        this.#emit({ type: 'interrupted', turnId: turn.id, heardMs: heard })
        // What the model said beyond that nobody heard: it would only mislead whoever reads it.
        turn.text = turn.said.until(heard)
        this.#soundOver(turn, atMs)
      }
      turn.complete = true
      this.#finishPartner(turn)
    }
    this.#user.cutIn(atMs)
  }

  /** The talk ends: everything that is still open becomes final as it stands. */
  finish(atMs: number): void {
    this.#user.answered(atMs)
    for (const turn of [...this.#partner]) {
      this.#soundOver(turn, atMs)
      this.#finishPartner(turn)
    }
  }

  #soundOver(turn: PartnerTurn, atMs: number): void {
    if (turn.sound === 'playing') {
      turn.endMs = atMs
      this.#emit({ type: 'speaking', role: 'partner', active: false, atMs })
    }
    turn.sound = 'over'
  }

  #finishPartner(turn: PartnerTurn): void {
    this.#partner = this.#partner.filter((other) => other !== turn)
    this.#tellFinished(turn)
  }

  #tellFinished(turn: PartnerTurn): void {
    if (turn.text !== '' || turn.sound !== 'none') this.#tell(turn, true, turn.usage)
  }

  #currentPartnerTurn(atMs: number): PartnerTurn {
    const open = this.#writtenTurn()
    if (open) return open
    this.#user.answered(atMs)
    const turn: PartnerTurn = {
      ...this.#newTurn('partner', atMs),
      complete: false,
      sound: 'none',
      said: new HeardText(),
      usage: undefined,
    }
    this.#newest = turn
    this.#partner.push(turn)
    return turn
  }

  #writtenTurn(): PartnerTurn | undefined {
    const last = this.#partner.at(-1)
    return last?.complete ? undefined : last
  }

  #newTurn(role: Role, atMs: number): OpenTurn {
    this.#count++
    return { id: `t${this.#count}`, role, text: '', startMs: atMs, endMs: atMs }
  }

  #tell({ id, role, text, startMs, endMs }: OpenTurn, final: boolean, usage?: TokenUsage): void {
    const cost = usage ? { usage } : {}
    this.#emit({ type: 'transcript', turnId: id, role, text, final, startMs, endMs, ...cost })
  }
}
