import type { IceCandidateInit } from '../../shared/ice.ts'
import type { MediaStats } from '../../shared/media-stats.ts'
import type { ConversationEvent } from '../live/conversation-event.ts'

/** What a peer tells the talk that owns it. Called synchronously; must not throw. */
export interface MediaPeerEvents {
  /** The way is open, both directions. May come again after `onDisconnected`. */
  onConnected(): void
  /** Nothing gets through for now. */
  onDisconnected(): void
  /** It will not come up again by itself. */
  onFailed(): void
  /** The far end closed it: the client hung up or went away. */
  onLeft(): void
  /** 20 ms of the user: 16 kHz mono, valid only during the call (copy to keep). */
  onFrame(frame: Int16Array): void
}

const modelEvents = [
  'audio',
  'inputTranscript',
  'outputTranscript',
  'interrupted',
  'generationComplete',
  'turnComplete',
  'usage',
] as const

/** What the model says, for a client that plays it by its own clock. */
export type ModelEvent = Extract<ConversationEvent, { type: (typeof modelEvents)[number] }>

export function isModelEvent(event: { type: string }): event is ModelEvent {
  return (modelEvents as readonly string[]).includes(event.type) // TypeScript asks for one of its members
}

/**
 * The user's end of a talk as the session sees it: frames of PCM in and out, whatever carries them.
 * The session that creates it closes it.
 */
export interface MediaPeer {
  /**
   * Sends 20 ms of the partner, 24 kHz mono, now. Not called while the partner is silent.
   * @param tick the playout clock's tick, one every 20 ms, that the frame is due at
   */
  sendFrame(frame: Int16Array, tick: number): void
  /** What the model says, as soon as it does; for a peer whose client wants that in place of frames. */
  relay?(event: ModelEvent): void
  /** Counters so far. */
  stats(): MediaStats
  /** Idempotent: every call waits for the same close. */
  close(): Promise<void>
}

/** A peer that has to be negotiated (RFC 8829) before it carries anything. */
export interface NegotiatedMediaPeer extends MediaPeer {
  /**
   * Takes the client's offer, gives the answer's SDP. Candidates follow through the events.
   * @throws TalkError badOffer when the SDP cannot be understood or offers no Opus audio
   */
  answer(offerSdp: string): Promise<string>
  /** @throws TalkError badInput when the candidate cannot be understood */
  addCandidate(candidate: IceCandidateInit | null): Promise<void>
}

export interface NegotiatedMediaPeerEvents extends MediaPeerEvents {
  /** A local candidate to trickle to the client (RFC 8838); null: no more will come. */
  onCandidate(candidate: IceCandidateInit | null): void
}
