import { INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { LiveSession } from './live-model.ts'
import type { LivePolicy } from './live-policy.ts'
import { UtteranceTape } from './utterance-tape.ts'

type Utterance =
  /** `heardMs`: of it, what went to the model and was not pure silence. */
  | { phase: 'speaking'; sinceMs: number; heardMs: number; understood: boolean }
  /** The user has said something that wants no answer as far as is known. */
  | { phase: 'ended'; atMs: number }

/**
 * What the user said, by sound or by keyboard, and had no answer to yet: since when they wait for one, and what has
 * to be said again should the connection be lost. Pure: no timer; times in ms.
 */
export class UserWords {
  readonly #policy: LivePolicy
  readonly #tape: UtteranceTape
  #utterance: Utterance | undefined
  #texts: string[] = []
  #due: { sinceMs: number; hereSinceMs: number } | undefined
  #streamEnded = false

  constructor(policy: LivePolicy) {
    this.#policy = policy
    this.#tape = new UtteranceTape(policy.memory)
  }

  get speaks(): boolean {
    return this.#utterance?.phase === 'speaking'
  }

  /** Since when the user waits for an answer, and since when this connection has had the chance to give it. */
  get due(): { sinceMs: number; hereSinceMs: number } | undefined {
    return this.#due
  }

  /** There is something that a new connection would have to be given again. */
  get isWaiting(): boolean {
    return this.#due !== undefined || this.#utterance !== undefined || this.#texts.length > 0
  }

  /** The user speaks, or has said something that wants an answer: it is not for the partner to go on. */
  get hasFloor(): boolean {
    const isOwed = this.#due !== undefined && this.#utterance !== undefined
    return this.speaks || this.#texts.length > 0 || isOwed
  }

  get droppedAudioMs(): number {
    return this.#tape.droppedMs
  }

  hear(pcm: Int16Array): void {
    this.#streamEnded = false
    this.#tape.push(pcm)
    // Pure silence stands for what was held back from the model.
    if (this.#utterance?.phase === 'speaking' && pcm.some((sample) => sample !== 0))
      this.#utterance.heardMs += (pcm.length * 1000) / INBOUND_SAMPLE_RATE_HZ
  }

  streamEnds(): void {
    this.#streamEnded = true
  }

  types(text: string, nowMs: number): void {
    this.#texts.push(text)
    this.waits(nowMs)
  }

  /** @param sinceMs when the user began to speak */
  begins(sinceMs: number): void {
    // What they waited for an answer to they wait for still, when they have ended again.
    const understood = this.#due !== undefined
    this.#due = undefined
    this.#utterance = { phase: 'speaking', sinceMs, heardMs: 0, understood }
    this.#tape.begin()
  }

  ends(nowMs: number, agoMs: number): void {
    if (this.#utterance?.phase !== 'speaking') return
    const { sinceMs, heardMs, understood } = this.#utterance
    const endedAtMs = nowMs - agoMs
    this.#utterance = { phase: 'ended', atMs: endedAtMs }
    const spokenMs = Math.min(heardMs, endedAtMs - sinceMs)
    if (understood || spokenMs >= this.#policy.silence.shortestSpeechMs) this.waits(endedAtMs)
  }

  /** The service found words in what the user said. */
  understood(nowMs: number): void {
    if (this.#utterance?.phase === 'speaking') this.#utterance.understood = true
    else if (this.#utterance && !this.#due) this.waits(nowMs)
  }

  waits(sinceMs: number): void {
    this.#due = { sinceMs, hereSinceMs: sinceMs }
  }

  /** The answer could not come before now. */
  waitsAnew(nowMs: number): void {
    if (this.#due) this.#due.hereSinceMs = nowMs
  }

  /** The partner answers. What the user goes on to say from now on is another utterance. */
  answered(nowMs: number): void {
    const goesOn = this.speaks
    this.#due = undefined
    this.#texts = []
    this.#utterance = undefined
    this.#tape.answered()
    if (goesOn) this.begins(nowMs)
  }

  look(nowMs: number): void {
    const { nudgeAfterMs } = this.#policy.silence
    if (this.#due || this.#utterance?.phase !== 'ended' || nowMs - this.#utterance.atMs < nudgeAfterMs) return
    this.#utterance = undefined
    this.#tape.answered()
  }

  /** The connection is gone. */
  cut(): void {
    this.#tape.cut()
  }

  /** To a connection that knows nothing of it. */
  sayAgain(session: LiveSession, nowMs: number): void {
    this.waitsAnew(nowMs)
    for (const text of this.#texts) session.sendText(text)
    const chunks = this.#tape.replay()
    for (const chunk of chunks) session.sendAudio(chunk)
    if (this.#streamEnded && chunks.length > 0) session.endAudioStream()
  }
}
