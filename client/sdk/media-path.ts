import type { IceCandidateInit } from '../../shared/ice.ts'
import type { CallClock } from './call-clock.ts'
import type { CallPeer, IceSetup, PeerConnectionState } from './call-peer.ts'
import type { CallContent } from './call-state.ts'
import type { SocketCommand, SocketMessage } from './media-socket.ts'
import { Negotiation } from './negotiation.ts'
import { NetworkMonitor } from './network-monitor.ts'
import type { NetworkStats } from './network-stats.ts'
import { SocketLink, type SocketLinkOptions } from './socket-link.ts'
import type { TalkApi } from './talk-api.ts'
import { Timers } from './timers.ts'

/** From the answer. Warm, WebRTC connects in 200 ms; with this, sound comes within 4 s of the tap all the same. */
const ICE_TIMEOUT_MS = 2_500
/** The far end reports about once a second: three in a row are not lost by chance. */
const SILENCE_LIMIT_MS = 3_000
/**
 * werift reports every 0.5 to 1.5 s. After that long without a packet ICE is restarted: a router that took
 * another line tells nobody, and the socket need not step in where a fresh path is found.
 */
const SILENCE_BEFORE_RESTART_MS = 1_500
/** `disconnected` passes by itself more often than not (W3C WebRTC 1.0, section 4.3.3). */
const PASSING_MS = 1_000
/**
 * A restart that works is through in well under a second, and mostly a report has come over its path by then. Another
 * one too many does no harm; one that was lost costs this much, and the sound is to be back within 2 s all the same.
 * While nothing comes, the silence limit ends it.
 */
const RESTART_TIMEOUT_MS = 1_200
const MAX_RESTARTS = 3
/** Reception is looked at twice a second: what has not come for so long did not come after the restart. */
const HEARD_LATELY_MS = 1_000
/** How often WebRTC is tried again from the socket, and how long each try is given. */
const RETURN_INTERVAL_MS = 30_000
const RETURN_TIMEOUT_MS = 6_000
/** By then a new socket is open. */
const RETURN_AFTER_CHANGE_MS = 1_000
/** Sockets that do not open, before there ever was sound: then the whole attempt has failed. */
const MAX_SOCKET_FAILURES = 2

export interface MediaPathEvents {
  /** Whether sound flows: `connected`, or what stands in its way. */
  onMedia(state: PeerConnectionState): void
  onTransport(transport: CallContent['transport']): void
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
 * The way that a talk's sound takes: WebRTC, mended by ICE restarts; the WebSocket where that brings nothing; and
 * back. One for each attempt at a call. Owns the negotiation, the socket and the timers of both.
 */
export class MediaPath {
  readonly #peer: CallPeer
  readonly #client: TalkApi
  readonly #clock: CallClock
  readonly #negotiation: Negotiation
  readonly #events: MediaPathEvents
  readonly #timers: Timers<'ice' | 'passing' | 'restart' | 'return' | 'trial'>
  #ice: IceSetup = { iceServers: [], iceTransportPolicy: 'all' }
  #talkId: string | undefined
  /** Which way the sound goes, or is about to go. */
  #transport: CallContent['transport'] = 'webrtc'
  #connectionState: PeerConnectionState = 'new'
  #everConnected = false
  #link: SocketLink | undefined
  #monitor: NetworkMonitor | undefined
  #restarts = 0
  /** On the socket: a new connection is being tried beside it. */
  #trial = false
  #closed = false

  constructor({ peer, client, clock, events }: MediaPathOptions) {
    this.#peer = peer
    this.#client = client
    this.#clock = clock
    this.#negotiation = new Negotiation({ peer, client })
    this.#events = events
    this.#timers = new Timers(clock)
  }

  /** The offer that begins the talk. */
  offer(ice: IceSetup): Promise<string> {
    this.#ice = ice
    return this.#peer.createOffer(ice)
  }

  /** The answer to that. From here on WebRTC has 2.5 s to connect. */
  answered(talkId: string, sdp: string): void {
    this.#talkId = talkId
    this.#negotiation.answered(talkId, sdp).catch(() => {
      if (!this.#closed && !this.#everConnected) this.#toSocket()
    })
    if (this.#peer.openSocket && this.#connectionState !== 'connected') {
      this.#timers.set('ice', ICE_TIMEOUT_MS, () => this.#toSocket())
    }
  }

  /** Goes on with a talk that runs, by the way that its sound took before. */
  resume(talkId: string, ice: IceSetup, transport: CallContent['transport']): void {
    this.#ice = ice
    this.#talkId = talkId
    if (transport === 'websocket' || !this.#peer.canOffer) {
      this.#toSocket()
      return
    }
    this.#timers.set('ice', ICE_TIMEOUT_MS, () => this.#toSocket())
    this.#negotiation.replace(talkId, ice).catch(() => this.#toSocket())
  }

  /** Where there is no WebRTC: the talk itself is begun by the socket. */
  beginBySocket(scenarioId: string): void {
    this.#openLink({ scenarioId })
  }

  addCandidate(candidate: IceCandidateInit | null): void {
    this.#negotiation.addCandidate(candidate)
  }

  sendCandidate(candidate: IceCandidateInit | null): void {
    if (!this.#closed) this.#negotiation.sendCandidate(candidate)
  }

  onConnectionState(state: PeerConnectionState): void {
    if (this.#closed) return
    this.#connectionState = state
    if (this.#transport === 'websocket') {
      if (!this.#trial) return
      if (state === 'connected') this.#toWebRtc()
      else if (state === 'failed') this.#endTrial()
      return
    }
    switch (state) {
      case 'connected':
        this.#timers.clear('ice', 'passing')
        // It was on its way, and is not needed any more.
        this.#closeLink()
        this.#webRtcUp()
        break
      case 'disconnected':
        if (this.#everConnected) this.#timers.set('passing', PASSING_MS, () => this.#mend())
        break
      case 'failed':
      case 'closed':
        this.#events.onMedia(state)
        this.#toSocket()
        break
      case 'new':
      case 'connecting':
        if (!this.#everConnected) this.#events.onMedia(state)
    }
  }

  /** The way to the network is another one: mends the connection, or tries to come back to one. */
  networkChanged(): void {
    if (this.#closed || !this.#everConnected) return
    if (this.#transport === 'webrtc') {
      if (this.#link) this.#link.reopen()
      else this.#restart()
    } else {
      // One after the other: the server gives the talk's media to the newest comer.
      this.#endTrial()
      this.#link?.reopen()
      this.#waitToReturn(RETURN_AFTER_CHANGE_MS)
    }
  }

  /** undefined before anything is known. */
  network(): NetworkStats | undefined {
    if (this.#transport === 'websocket') {
      return { transport: 'websocket', quality: this.#link?.up ? 'fair' : 'poor' }
    }
    const stats = this.#monitor?.stats()
    if (!stats) return undefined
    const silent = (this.#monitor?.silentMs ?? 0) >= SILENCE_LIMIT_MS / 2
    return { transport: 'webrtc', ...stats, ...(silent ? { quality: 'poor' } : {}) }
  }

  sendToSocket(command: SocketCommand): void {
    this.#link?.send(command)
  }

  /** Idempotent. The peer stays. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#negotiation.forget()
    this.#timers.clearAll()
    this.#closeLink()
    this.#monitor?.close()
  }

  #webRtcUp(): void {
    this.#everConnected = true
    if (!this.#monitor && this.#peer.readings) {
      this.#monitor = new NetworkMonitor({
        peer: this.#peer,
        clock: this.#clock,
        onReading: (silentMs) => {
          if (silentMs >= SILENCE_LIMIT_MS) this.#toSocket()
          else if (silentMs >= SILENCE_BEFORE_RESTART_MS) this.#restart()
        },
      })
    }
    this.#events.onMedia('connected')
  }

  /** It was `disconnected` for a second. */
  #mend(): void {
    // Sound may still come through one way of several; then there is nothing to tell the user.
    if ((this.#monitor?.silentMs ?? PASSING_MS) >= PASSING_MS) this.#events.onMedia('disconnected')
    this.#restart()
  }

  /** ICE restart of the connection there is. What comes of it is seen after a while; then again, or the socket. */
  #restart(): void {
    const talkId = this.#talkId
    // `online` and `change` come together.
    if (talkId === undefined || this.#link || this.#timers.has('restart')) return
    if (this.#restarts >= MAX_RESTARTS) {
      this.#restarts = 0
      this.#toSocket()
      return
    }
    this.#restarts++
    this.#timers.set('restart', RESTART_TIMEOUT_MS, () => {
      const sounds = (this.#monitor?.silentMs ?? 0) < HEARD_LATELY_MS
      if (this.#connectionState !== 'connected' || !sounds) this.#restart()
      else this.#restarts = 0
    })
    // A restart that does not get through is one that brings nothing: the timer finds that out.
    this.#negotiation.restart(talkId).catch(() => {})
  }

  #toSocket(): void {
    if (this.#closed || this.#link) return
    this.#timers.clear('ice', 'passing', 'restart')
    if (!this.#peer.openSocket || this.#talkId === undefined) {
      if (!this.#everConnected) this.#events.onStuck()
      return
    }
    if (this.#everConnected) this.#events.onMedia('disconnected')
    this.#openLink({ talkId: this.#talkId })
  }

  #openLink(target: SocketLinkOptions['target']): void {
    this.#link = new SocketLink({
      open: (url, events) => {
        if (!this.#peer.openSocket) throw new Error('This peer knows no WebSocket way.')
        return this.#peer.openSocket(url, events)
      },
      urlOf: (of) => this.#client.mediaSocketUrl(of),
      clock: this.#clock,
      target,
      onUp: (talkId) => this.#socketUp(talkId),
      onDown: () => {
        // The server closes it when a new connection takes over; then that one speaks next.
        if (!this.#trial) this.#events.onMedia('disconnected')
      },
      onFailed: (failures) => {
        if (this.#trial) this.#events.onMedia('disconnected')
        if (this.#everConnected || failures < MAX_SOCKET_FAILURES) return
        this.#closeLink()
        this.#events.onStuck()
      },
      onRefused: (refusal) => {
        this.#link = undefined
        this.#events.onRefused(refusal)
      },
      onMessage: (message) => this.#events.onSocketMessage(message),
    })
  }

  #socketUp(talkId: string): void {
    this.#talkId = talkId
    this.#everConnected = true
    if (this.#transport !== 'websocket') {
      this.#transport = 'websocket'
      this.#timers.clear('ice', 'passing', 'restart')
      this.#restarts = 0
      this.#monitor?.close()
      this.#monitor = undefined
      this.#negotiation.drop()
      this.#waitToReturn()
      this.#events.onTransport('websocket')
    }
    this.#events.onSocketTalk(talkId)
    this.#events.onMedia('connected')
  }

  #waitToReturn(delayMs = RETURN_INTERVAL_MS): void {
    if (this.#peer.canOffer) this.#timers.set('return', delayMs, () => this.#tryWebRtc())
  }

  /** A new connection beside the socket, which carries the sound until that one is up. */
  #tryWebRtc(): void {
    const talkId = this.#talkId
    if (!this.#peer.canOffer || this.#trial || talkId === undefined || this.#closed) return
    this.#trial = true
    this.#timers.clear('return')
    this.#timers.set('trial', RETURN_TIMEOUT_MS, () => this.#endTrial())
    this.#negotiation.replace(talkId, this.#ice).catch(() => this.#endTrial())
  }

  #endTrial(): void {
    if (!this.#trial) return
    this.#trial = false
    this.#timers.clear('trial')
    this.#negotiation.drop()
    this.#waitToReturn()
  }

  #toWebRtc(): void {
    this.#trial = false
    this.#timers.clear('trial', 'return')
    this.#transport = 'webrtc'
    this.#closeLink()
    this.#events.onTransport('webrtc')
    this.#webRtcUp()
  }

  #closeLink(): void {
    this.#link?.close()
    this.#link = undefined
  }
}
