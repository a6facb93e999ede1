import type { IceCandidateInit, IceServer } from '../../shared/ice.ts'

/** W3C `RTCPeerConnectionState`, written out so that Node programs need no DOM types. */
export type PeerConnectionState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed'

/** How loud each side is right now, 0 (silence) to 1 (as loud as speech gets). */
export interface CallLevels {
  user: number
  partner: number
}

/** Something that the user should know of, though the call goes on. */
export type PeerTrouble = 'microphoneLost' | 'playbackBlocked'

/** What a peer tells the call that owns it. Only the connection of the newest offer speaks. */
export interface CallPeerEvents {
  /** A local candidate to trickle to the server (RFC 8838); null: no more will come. */
  onCandidate(candidate: IceCandidateInit | null): void
  onConnectionState(state: PeerConnectionState): void
  onTrouble(trouble: PeerTrouble): void
}

/**
 * The user's end of a call: their microphone, the partner's loudspeaker, and the WebRTC connection between
 * these and the server. The call that creates it closes it.
 */
export interface CallPeer {
  /**
   * Takes the microphone. Comes before the first offer: Chrome hides the local addresses until then.
   * @throws CallError one of the `microphone...` problems
   */
  openMicrophone(): Promise<void>
  /**
   * Begins a connection with the microphone attached and gives its offer's SDP. A connection from an earlier
   * offer is dropped; the microphone stays.
   */
  createOffer(iceServers: readonly IceServer[]): Promise<string>
  acceptAnswer(sdp: string): Promise<void>
  addCandidate(candidate: IceCandidateInit | null): Promise<void>
  /** Muted, silence goes on flowing, so that the far end still notices the end of what was said. */
  setMuted(muted: boolean): void
  levels(): CallLevels
  /** Gives microphone, loudspeaker and connection back, also those still on their way. Idempotent. */
  close(): void | Promise<void>
}

/** Called inside the user's tap, so that an adapter can unlock the loudspeaker there. */
export type CreateCallPeer = (events: CallPeerEvents) => CallPeer
