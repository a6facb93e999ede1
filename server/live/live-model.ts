import type { Scenario } from '../../shared/scenario.ts'

/** Everything that a Live session can tell. `audio` is 24 kHz mono PCM unless `sampleRateHz` says otherwise. */
export type LiveEvent =
  | { type: 'audio'; pcm: Int16Array; sampleRateHz: number }
  /** Pieces, to be joined as they are: leading spaces count. */
  | { type: 'inputTranscript'; text: string }
  | { type: 'outputTranscript'; text: string }
  /** The user cut the partner short: what is not yet played must not be. May come in any state. */
  | { type: 'interrupted' }
  /** The model has made all of its turn; it may still be playing. */
  | { type: 'generationComplete' }
  | { type: 'turnComplete'; reason?: string }
  | { type: 'toolCall'; calls: { id: string; name: string; args: Record<string, unknown> }[] }
  | { type: 'toolCallCancelled'; ids: string[] }
  | { type: 'goAway'; timeLeftMs: number }
  | { type: 'resumption'; handle: string | undefined; resumable: boolean }
  | { type: 'usage'; promptTokens: number; responseTokens: number; totalTokens: number }
  /** The last event, unless we closed it ourselves. */
  | { type: 'closed'; error: LiveError }

/**
 * What went wrong with the partner's service.
 * - `refused`: key, model or settings; trying again will not help
 * - `unreachable`: no connection in time
 * - `lost`: an established connection broke
 */
export type LiveFault = 'refused' | 'unreachable' | 'lost'

/** The message is fit for a log: every credential is scrubbed from it. */
export class LiveError extends Error {
  override readonly name = 'LiveError'
  readonly fault: LiveFault

  constructor(fault: LiveFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

/** One conversation with the model. Sending after the close does nothing. */
export interface LiveSession {
  /** 16 kHz mono, 20 to 40 ms at a time and in real time; valid only during the call. */
  sendAudio(pcm: Int16Array): void
  /** A typed line as the user's turn. */
  sendText(text: string): void
  /** The microphone paused: flushes what the service's speech detection still holds. */
  endAudioStream(): void
  /** Idempotent. No event comes after it. */
  close(): void
}

export interface LiveConnectOptions {
  scenario: Scenario
  /** Called synchronously from the socket's callback; may throw, which ends the session as `lost`. */
  onEvent: (event: LiveEvent) => void
  /** Gives up connecting. */
  signal: AbortSignal
}

/** A model that listens and speaks at once. */
export interface LiveModel {
  /**
   * Resolves once the service has taken the setup.
   * @throws LiveError refused or unreachable; the signal's reason when aborted
   */
  connect(options: LiveConnectOptions): Promise<LiveSession>
}
