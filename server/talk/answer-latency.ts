export interface AnswerLatencyOptions {
  /** From the end of the user's speech to the first packet of this turn. */
  onMeasured: (turnId: string, ms: number) => void
}

/**
 * How long the user waited for an answer: told once for each end of their speech that was answered, as soon as both
 * times are known. Our own ear may be sure of the end only after a quick answer has begun. Pure; ms from the talk's start.
 */
export class AnswerLatency {
  readonly #options: AnswerLatencyOptions
  #userSpeaks = false
  #userSpokeUntilMs: number | undefined
  /** The first packet of the partner's last turn, until it is measured. */
  #answer: { turnId: string; atMs: number } | undefined

  constructor(options: AnswerLatencyOptions) {
    this.#options = options
  }

  userSpeaks(): void {
    this.#userSpeaks = true
  }

  userSpokeUntil(atMs: number): void {
    this.#userSpeaks = false
    this.#userSpokeUntilMs = atMs
    this.#measure()
  }

  /** What the user said last waits for no answer by voice. */
  nothingDue(): void {
    this.#userSpokeUntilMs = undefined
  }

  answerBegan(turnId: string, atMs: number): void {
    this.#answer = { turnId, atMs }
    this.#measure()
  }

  #measure(): void {
    if (!this.#answer || this.#userSpeaks) return
    const { turnId, atMs } = this.#answer
    this.#answer = undefined
    if (this.#userSpokeUntilMs === undefined || this.#userSpokeUntilMs > atMs) return
    this.#options.onMeasured(turnId, atMs - this.#userSpokeUntilMs)
    this.#userSpokeUntilMs = undefined
  }
}
