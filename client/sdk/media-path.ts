import type { IceCandidateInit } from '../../shared/ice.ts'
import type { CallClock } from './call-clock.ts'
import type { CallPeer, IceSetup, PeerConnectionState } from './call-peer.ts'
import type { SocketCommand, SocketMessage } from './media-socket.ts'
import type { MediaTransport } from './media-transport.ts'
import type { NetworkStats } from './network-stats.ts'
import { SocketLink, type SocketTarget } from './socket-link.ts'
import type { TalkApi } from './talk-api.ts'
import { Timers } from './timers.ts'
import { WebRtcLink } from './webrtc-link.ts'

/** How often WebRTC is tried again from the socket, and how long each try is given. */
const RETURN_INTERVAL_MS = 30_000
const RETURN_TIMEOUT_MS = 6_000
/** By then a new socket is open. */
const RETURN_AFTER_CHANGE_MS = 1_000
/** Sockets that do not open, before there ever was sound: then the whole attempt has failed. */
const MAX_SOCKET_FAILURES = 2

/** What a path tells the attempt that owns it. Nothing comes after `close`. */
export interface MediaPathEvents {
  /** Whether sound flows: `connected`, or what stands in its way. */
  onMedia(state: PeerConnectionState): void
  onTransport(transport: MediaTransport): void
  onSocketTalk(talkId: string): void
  onSocketMessage(message: SocketMessage): void
  /** Neither way could be opened in this attempt. */
  onStuck(): void
  onRefused(refusal: { code: string; message: string }): void
}

export interface MediaPathOptions {
  /** Stays its owner's. */
  peer: CallPeer
  client: TalkApi
  clock: CallClock
  events: MediaPathEvents
}

/**
 * The way that a talk's sound takes: WebRTC; the WebSocket where that brings nothing; and back. One for each attempt
 * at a call. Owns a link of each kind and decides between them.
 */
export class MediaPath {
  readonly #options: MediaPathOptions
  readonly #peer: CallPeer
  readonly #events: MediaPathEvents
  readonly #timers: Timers<'return'>
  #ice: IceSetup = { iceServers: [], iceTransportPolicy: 'all' }
  #talkId: string | undefined
  /** Which way the sound goes, or is about to go. */
  #transport: MediaTransport = 'webrtc'
  #everConnected = false
  /** While the sound goes by the socket: the new connection that is being tried beside it. */
  #webRtc: WebRtcLink | undefined
  /** While the sound goes by WebRTC: the socket that is being opened because nothing comes that way. */
  #socket: SocketLink | undefined
  #closed = false

  constructor(options: MediaPathOptions) {
    this.#options = options
    this.#peer = options.peer
    this.#events = options.events
    this.#timers = new Timers(options.clock)
  }

  /** The offer that begins the talk. */
  offer(ice: IceSetup): Promise<string> {
    this.#ice = ice
    return this.#makeWebRtc().offer(ice)
  }

  /** The answer to that. */
  answered(talkId: string, sdp: string): void {
    this.#talkId = talkId
    this.#webRtc?.answered(talkId, sdp)
  }

  /** Goes on with a talk that runs, by the way that its sound took before. */
  resume(talkId: string, ice: IceSetup, transport: MediaTransport): void {
    this.#ice = ice
    this.#talkId = talkId
    if (transport === 'websocket' || !this.#peer.canOffer) this.#toSocket()
    else this.#makeWebRtc().connect(talkId, ice)
  }

  /** Where there is no WebRTC: the talk itself is begun by the socket. */
  beginBySocket(scenarioId: string): void {
    this.#openSocket({ scenarioId })
  }

  addCandidate(candidate: IceCandidateInit | null): void {
    this.#webRtc?.addCandidate(candidate)
  }

  sendCandidate(candidate: IceCandidateInit | null): void {
    this.#webRtc?.sendCandidate(candidate)
  }

  onConnectionState(state: PeerConnectionState): void {
    this.#webRtc?.onConnectionState(state)
  }

  /** The way to the network is another one: mends the connection, or tries to come back to one. */
  networkChanged(): void {
    if (this.#closed || !this.#everConnected) return
    if (this.#transport === 'webrtc') {
      if (this.#socket) this.#socket.reopen()
      else this.#webRtc?.restart()
    } else {
      // One after the other: the server gives the talk's media to the newest comer.
      this.#endTrial()
      this.#socket?.reopen()
      this.#waitToReturn(RETURN_AFTER_CHANGE_MS)
    }
  }

  /** undefined before anything is known. */
  network(): NetworkStats | undefined {
    if (this.#transport === 'webrtc') return this.#webRtc?.stats()
    return { transport: 'websocket', quality: this.#socket?.up ? 'fair' : 'poor' }
  }

  sendToSocket(command: SocketCommand): void {
    this.#socket?.send(command)
  }

  /** Idempotent. The peer stays. */
  close(): void {
    this.#closed = true
    this.#timers.clearAll()
    this.#webRtc?.close()
    this.#closeSocket()
  }

  /** A new connection is being tried beside the socket, which carries the sound until that one is up. */
  get #trial(): boolean {
    return this.#transport === 'websocket' && this.#webRtc !== undefined
  }

  #makeWebRtc(): WebRtcLink {
    this.#webRtc = new WebRtcLink({
      ...this.#options,
      events: {
        onUp: () => this.#webRtcUp(),
        onDown: (state) => {
          if (!this.#trial) this.#events.onMedia(state)
        },
        onFailed: () => {
          if (this.#trial) this.#endTrial()
          else this.#toSocket()
        },
      },
    })
    return this.#webRtc
  }

  #webRtcUp(): void {
    this.#everConnected = true
    this.#timers.clear('return')
    // It carried the sound, or was on its way to, and is not needed any more.
    this.#closeSocket()
    if (this.#transport !== 'webrtc') {
      this.#transport = 'webrtc'
      this.#events.onTransport('webrtc')
    }
    this.#events.onMedia('connected')
  }

  #toSocket(): void {
    if (this.#closed || this.#socket) return
    if (!this.#peer.openSocket || this.#talkId === undefined) {
      if (!this.#everConnected) this.#events.onStuck()
      return
    }
    this.#webRtc?.standBy()
    if (this.#everConnected) this.#events.onMedia('disconnected')
    this.#openSocket({ talkId: this.#talkId })
  }

  #openSocket(target: SocketTarget): void {
    this.#socket = new SocketLink({
      ...this.#options,
      target,
      events: {
        onUp: (talkId) => this.#socketUp(talkId),
        onDown: () => {
          // The server closes it when a new connection takes over; then that one speaks next.
          if (!this.#trial) this.#events.onMedia('disconnected')
        },
        onFailed: (failures) => this.#socketFailed(failures),
        onRefused: (refusal) => {
          this.#socket = undefined
          this.#events.onRefused(refusal)
        },
        onMessage: (message) => this.#events.onSocketMessage(message),
      },
    })
  }

  #socketUp(talkId: string): void {
    this.#talkId = talkId
    this.#everConnected = true
    if (this.#transport !== 'websocket') {
      this.#transport = 'websocket'
      this.#dropWebRtc()
      this.#waitToReturn()
      this.#events.onTransport('websocket')
    }
    this.#events.onSocketTalk(talkId)
    this.#events.onMedia('connected')
  }

  #socketFailed(failures: number): void {
    if (this.#trial) this.#events.onMedia('disconnected')
    if (this.#everConnected || failures < MAX_SOCKET_FAILURES) return
    this.#closeSocket()
    this.#events.onStuck()
  }

  #waitToReturn(delayMs = RETURN_INTERVAL_MS): void {
    if (this.#peer.canOffer) this.#timers.set('return', delayMs, () => this.#tryWebRtc())
  }

  #tryWebRtc(): void {
    if (this.#webRtc || this.#talkId === undefined) return
    this.#makeWebRtc().connect(this.#talkId, this.#ice, RETURN_TIMEOUT_MS)
  }

  #endTrial(): void {
    if (!this.#trial) return
    this.#dropWebRtc()
    this.#waitToReturn()
  }

  #dropWebRtc(): void {
    this.#webRtc?.drop()
    this.#webRtc = undefined
  }

  #closeSocket(): void {
    this.#socket?.close()
    this.#socket = undefined
  }
}
