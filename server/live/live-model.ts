import type { Scenario } from '../../shared/scenario.ts'
import type { TokenUsage } from '../../shared/token-usage.ts'

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
  | { type: 'toolCall'; calls: ToolCall[] }
  | { type: 'toolCallCancelled'; ids: string[] }
  | { type: 'goAway'; timeLeftMs: number }
  | { type: 'resumption'; handle: string | undefined; resumable: boolean }
  | { type: 'usage'; usage: TokenUsage }
  /** The last event, unless we closed it ourselves. */
  | { type: 'closed'; error: LiveError }

/** A function of the scenario's that the model calls. */
export interface ToolCall {
  id: string
  name: string
  args: Record<string, unknown>
}

/** The answer to a call. A call that the service has cancelled is never answered. */
export interface ToolResponse {
  id: string
  name: string
  /** `output` or `error`, as the API's convention has it. */
  response: { output: unknown } | { error: string }
  /** Not to be spoken about. Else the model says what it makes of it as soon as it does not speak anyway. */
  silent?: boolean
}

/** What somebody said, in words, as the model is told of it afterwards. */
export interface SpokenLine {
  role: 'user' | 'partner'
  text: string
}

/**
 * What went wrong with the partner's service.
 * - `refused`: key, model, quota or settings; trying again will not help
 * - `unreachable`: no connection in time
 * - `lost`: an established connection broke
 */
export type LiveFault = 'refused' | 'unreachable' | 'lost'

/** Why the service refuses: what whoever runs this server has to mend. */
export type LiveRefusal =
  | 'key'
  | 'permission'
  | 'billing'
  | 'quota'
  | 'model'
  | 'location'
  | 'safety'
  /** Something in the setup, or a resumption handle that it does not take any more. */
  | 'settings'

/** The message is fit for a log: every credential is scrubbed from it. */
export class LiveError extends Error {
  override readonly name = 'LiveError'
  readonly fault: LiveFault
  /** With `refused`. */
  readonly refusal: LiveRefusal | undefined

  constructor(fault: LiveFault, message: string, options: { refusal?: LiveRefusal } = {}) {
    super(message)
    this.fault = fault
    this.refusal = options.refusal
  }
}

/** One connection to the model. Sending after the close does nothing. */
export interface LiveSession {
  /** 16 kHz mono, 20 to 40 ms at a time; valid only during the call. */
  sendAudio(pcm: Int16Array): void
  /** A typed line as the user's turn: the model stops whatever it does and answers. */
  sendText(text: string): void
  /** A word to the model beside the talk, which makes it speak (`realtimeInput.text`). */
  nudge(text: string): void
  /**
   * What was said before and this session does not know of, oldest first.
   * @param cue makes the model speak at once, as it tells it to; without one it waits for the user
   */
  sendContext(lines: readonly SpokenLine[], cue?: string): void
  sendToolResponses(responses: readonly ToolResponse[]): void
  /** The microphone paused: flushes what the service's speech detection still holds. */
  endAudioStream(): void
  /** Idempotent. No event comes after it. Resolves when the far end knows; within a second or so. */
  close(): Promise<void>
}

export interface LiveConnectOptions {
  scenario: Scenario
  /** Takes up the session that this handle stands for, instead of beginning a new one. */
  resumeHandle?: string
  /** Called synchronously from the socket's callback; may throw, which ends the session as `lost`. */
  onEvent: (event: LiveEvent) => void
  /** Gives up connecting. */
  signal: AbortSignal
}

/** A model that listens and speaks at once. One connection each; `LiveConversation` makes a talk of many. */
export interface LiveModel {
  /**
   * Resolves once the service has taken the setup.
   * @throws LiveError refused or unreachable; the signal's reason when aborted
   */
  connect(options: LiveConnectOptions): Promise<LiveSession>
}
