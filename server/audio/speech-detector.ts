/**
 * A change between speech and silence. Both are reported late, as a few frames must agree first; `agoMs` is how
 * long before the end of the frame just processed the speech really began or ended.
 */
export interface SpeechChange {
  type: 'started' | 'ended'
  agoMs: number
}

/** Tells when one person begins and ends to speak. Who opened it closes it. */
export interface SpeechDetector {
  /**
   * Takes the next 20 ms: 16 kHz mono, without gaps (fill what is lost with silence). Only read during the call.
   * @returns what changed with this frame, if anything; null after the close
   * @throws RangeError for a frame of another length
   */
  process(frame: Int16Array): SpeechChange | null
  readonly speaking: boolean
  /** As new, for sound that does not follow on from what was heard before. Open speech is dropped unreported. */
  reset(): void
  /** Idempotent. */
  close(): void
}

export interface SpeechDetectorOptions {
  /** Speech has started when 70 % of this time was voiced. 120 by default; longer to hold up against a cough or a nod. */
  startMs?: number | undefined
  /** Speech has ended after this time without any voice. 600 by default: within a sentence people pause for less. */
  endMs?: number | undefined
}

/** Opens detectors on models that are loaded once for all of them. */
export interface SpeechDetectors {
  /** @throws RangeError when a time in the options is shorter than a frame */
  open(options?: SpeechDetectorOptions): SpeechDetector
}
