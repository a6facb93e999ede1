import type { IceCandidateInit, IceServer } from '../../shared/ice.ts'
import type { MediaSocket, MediaSocketEvents } from './media-socket.ts'
import type { MicrophoneTrouble } from './microphone.ts'

/** W3C `RTCPeerConnectionState`, written out so that Node programs need no DOM types. */
export type PeerConnectionState = 'new' | 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed'

/** How loud each side is right now, 0 (silence) to 1 (as loud as speech gets). */
export interface CallLevels {
  user: number
  partner: number
}

/** Something that the user should know of, though the call goes on. */
export type PeerTrouble = MicrophoneTrouble | 'playbackBlocked'

/** What a peer tells the call that owns it. Only the connection of the newest offer speaks. */
export interface CallPeerEvents {
  /** A local candidate to trickle to the server (RFC 8838); null: no more will come. */
  onCandidate(candidate: IceCandidateInit | null): void
  onConnectionState(state: PeerConnectionState): void
  onTrouble(trouble: PeerTrouble): void
}

/** What a connection is made with (W3C `RTCConfiguration`). */
export interface IceSetup {
  iceServers: readonly IceServer[]
  /** `relay`: through a TURN server or not at all. */
  iceTransportPolicy: 'all' | 'relay'
}

/** What is known of a connection at one moment (W3C webrtc-stats). Counts are from its beginning. */
export interface PeerReading {
  /** Rises with the sound and the RTCP reports that came from the far end. */
  received: number
  rttMs?: number
  jitterMs?: number
  /** Packets of the partner's sound. */
  packetsReceived?: number
  packetsLost?: number
  /** Of the user's sound, 0 to 1, as the far end last reported it. */
  fractionLost?: number
  /** Whether the sound goes through a TURN server. */
  relayed?: boolean
}

/**
 * The user's end of a call: their microphone, the partner's loudspeaker, and the WebRTC connection between
 * these and the server. The call that creates it closes it.
 */
export interface CallPeer {
  /** Whether WebRTC is to be had at all: policies and privacy extensions take it away. */
  readonly canOffer: boolean
  /**
   * Takes the microphone. Comes before the first offer: Chrome hides the local addresses until then.
   * @throws CallError one of the `microphone...` problems
   */
  openMicrophone(): Promise<void>
  /**
   * Another microphone by its device id, undefined for the system's default. The connection goes on as it is.
   * Missing where there is no choice.
   * @throws CallError one of the `microphone...` problems; then the one before stays
   */
  switchMicrophone?(deviceId: string | undefined): Promise<void>
  /**
   * Begins a connection with the microphone attached and gives its offer's SDP. A connection from an earlier
   * offer is dropped; the microphone stays.
   */
  createOffer(ice: IceSetup): Promise<string>
  /**
   * An offer of the connection there is, with fresh addresses (ICE restart, RFC 8445 section 2.4). Missing where a
   * connection cannot be mended.
   */
  restartOffer?(): Promise<string>
  acceptAnswer(sdp: string): Promise<void>
  addCandidate(candidate: IceCandidateInit | null): Promise<void>
  /** Ends the connection; microphone, loudspeaker and an open socket stay. */
  dropConnection(): void
  /** undefined where there is no connection. Missing where nothing can be measured. */
  readings?(): Promise<PeerReading | undefined>
  /** Carries the sound over a WebSocket as soon as that opens. Missing where there is no such way. */
  openSocket?(url: string, events: MediaSocketEvents): MediaSocket
  /** Muted, silence goes on flowing, so that the far end still notices the end of what was said. */
  setMuted(muted: boolean): void
  levels(): CallLevels
  /** Gives microphone, loudspeaker and connection back, also those still on their way. Idempotent. */
  close(): void | Promise<void>
}

/** Called inside the user's tap, so that an adapter can unlock the loudspeaker there. */
export type CreateCallPeer = (events: CallPeerEvents) => CallPeer
