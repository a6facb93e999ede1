import type { TokenUsage } from '../../shared/token-usage.ts'
import type { LiveError, LiveEvent, ToolCall } from './live-model.ts'

/**
 * What a `LiveConversation` tells of the partner. What a single connection says of itself (`goAway`, handles, its
 * end) does not get through, nor what a sick one says: a piece of transcript twice, an interruption by nobody.
 */
export type ConversationEvent =
  | Extract<
      LiveEvent,
      { type: 'audio' | 'inputTranscript' | 'outputTranscript' | 'interrupted' | 'generationComplete' }
    >
  /** Also told of a turn that a broken connection left open: no more of it will come. */
  | { type: 'turnComplete'; reason?: string }
  | { type: 'toolCall'; calls: ToolCall[] }
  | { type: 'toolCallCancelled'; ids: string[] }
  | { type: 'usage'; usage: TokenUsage }
  /** There is no connection, and it takes longer than a moment. What is said meanwhile is kept. */
  | { type: 'down' }
  /**
   * There is one again. `memory`: `kept` when the service has taken the session up, `lost` when it is a new one
   * that was told in a few lines what had been said. `planned`: nothing had failed. `gapMs`: without a connection.
   */
  | { type: 'renewed'; planned: boolean; memory: 'kept' | 'lost'; gapMs: number }
  /** The last one. `lost` when it could not be renewed in time, `refused` when the service would not have it. */
  | { type: 'failed'; error: LiveError }

/** How often what happened, over all connections. */
export interface ConversationStats {
  /** Planned renewals, those after a failure, and of both those with a new session. */
  rotations: number
  reconnects: number
  resets: number
  /** The longest time without a connection. */
  longestGapMs: number
  nudges: number
  /** The user's words had no answer, or a turn came to a halt, and the connection was renewed for it. */
  stalls: number
  phantomInterruptions: number
  repeatedPieces: number
  /** Of the microphone, between connections, beyond what is kept. */
  droppedAudioMs: number
}
