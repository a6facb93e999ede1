import type { IceCandidateInit } from '../../shared/ice.ts'
import type { CallClock } from './call-clock.ts'
import type { CallPeer, IceSetup, PeerConnectionState } from './call-peer.ts'
import { Negotiation } from './negotiation.ts'
import { NetworkMonitor } from './network-monitor.ts'
import type { NetworkStats } from './network-stats.ts'
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

/** What the link tells its owner. Nothing comes after `close` and `drop`. */
export interface WebRtcLinkEvents {
  /** The sound goes this way now: the first time, and after each loss. */
  onUp(): void
  /** What stands in the sound's way. */
  onDown(state: PeerConnectionState): void
  /** It does not come up, or nothing comes through and restarts do not help. It may come up yet. */
  onFailed(): void
}

export interface WebRtcLinkOptions {
  /** Stays its owner's. */
  peer: CallPeer
  client: TalkApi
  clock: CallClock
  events: WebRtcLinkEvents
}

/**
 * The WebRTC way of one talk, watched once it is up, and mended by ICE restarts (RFC 8445 section 2.4). Owns the
 * negotiation of one connection, and the timers of both. The peer stays its owner's.
 */
export class WebRtcLink {
  readonly #peer: CallPeer
  readonly #clock: CallClock
  readonly #negotiation: Negotiation
  readonly #events: WebRtcLinkEvents
  readonly #timers: Timers<'connect' | 'passing' | 'restart'>
  #talkId: string | undefined
  #connectionState: PeerConnectionState = 'new'
  #everUp = false
  /** Reads the connection from its first coming up. */
  #monitor: NetworkMonitor | undefined
  #restarts = 0
  /** Another way is being opened: this one is left as it is. */
  #standsBy = false
  #closed = false

  constructor({ peer, client, clock, events }: WebRtcLinkOptions) {
    this.#peer = peer
    this.#clock = clock
    this.#negotiation = new Negotiation({ peer, client })
    this.#events = events
    this.#timers = new Timers(clock)
  }

  /** The offer that begins the talk. */
  offer(ice: IceSetup): Promise<string> {
    return this.#peer.createOffer(ice)
  }

  /** The answer to that. From here on it has 2.5 s to connect, where there is another way. */
  answered(talkId: string, sdp: string): void {
    this.#talkId = talkId
    this.#negotiation.answered(talkId, sdp).catch(() => {
      if (!this.#everUp) this.#fail()
    })
    if (this.#peer.openSocket && this.#connectionState !== 'connected') {
      this.#timers.set('connect', ICE_TIMEOUT_MS, () => this.#fail())
    }
  }

  /** A new connection for a talk that runs. */
  connect(talkId: string, ice: IceSetup, timeoutMs = ICE_TIMEOUT_MS): void {
    this.#talkId = talkId
    this.#timers.set('connect', timeoutMs, () => this.#fail())
    this.#negotiation.replace(talkId, ice).catch(() => this.#fail())
  }

  addCandidate(candidate: IceCandidateInit | null): void {
    this.#negotiation.addCandidate(candidate)
  }

  sendCandidate(candidate: IceCandidateInit | null): void {
    this.#negotiation.sendCandidate(candidate)
  }

  onConnectionState(state: PeerConnectionState): void {
    if (this.#closed) return
    this.#connectionState = state
    switch (state) {
      case 'connected':
        this.#timers.clear('connect', 'passing')
        this.#standsBy = false
        this.#everUp = true
        this.#watch()
        this.#events.onUp()
        break
      case 'disconnected':
        if (this.#everUp) this.#timers.set('passing', PASSING_MS, () => this.#mend())
        break
      case 'failed':
      case 'closed':
        this.#events.onDown(state)
        this.#fail()
        break
      case 'new':
      case 'connecting':
        if (!this.#everUp) this.#events.onDown(state)
    }
  }

  /** ICE restart of the connection there is. What comes of it is seen after a while; then again, or it has failed. */
  restart(): void {
    const talkId = this.#talkId
    // Whoever tells of a change of the network mostly tells it twice.
    if (talkId === undefined || this.#standsBy || this.#timers.has('restart')) return
    if (this.#restarts >= MAX_RESTARTS) {
      this.#restarts = 0
      this.#fail()
      return
    }
    this.#restarts++
    this.#timers.set('restart', RESTART_TIMEOUT_MS, () => {
      const sounds = (this.#monitor?.silentMs ?? 0) < HEARD_LATELY_MS
      if (this.#connectionState !== 'connected' || !sounds) this.restart()
      else this.#restarts = 0
    })
    // A restart that does not get through is one that brings nothing: the timer finds that out.
    this.#negotiation.restart(talkId).catch(() => {})
  }

  /** Another way is being opened. From here on this one comes up again by itself or not at all. */
  standBy(): void {
    this.#standsBy = true
  }

  /** undefined before anything is known. */
  stats(): NetworkStats | undefined {
    const stats = this.#monitor?.stats()
    if (!stats) return undefined
    const silent = (this.#monitor?.silentMs ?? 0) >= SILENCE_LIMIT_MS / 2
    return { transport: 'webrtc', ...stats, ...(silent ? { quality: 'poor' } : {}) }
  }

  /** Ends the connection as well. */
  drop(): void {
    this.close()
    this.#peer.dropConnection()
  }

  /** Idempotent. The connection is left to the peer. */
  close(): void {
    this.#closed = true
    this.#negotiation.forget()
    this.#timers.clearAll()
    this.#monitor?.close()
  }

  #watch(): void {
    if (this.#monitor || !this.#peer.readings) return
    this.#monitor = new NetworkMonitor({
      peer: this.#peer,
      clock: this.#clock,
      onReading: (silentMs) => {
        if (silentMs >= SILENCE_LIMIT_MS) this.#fail()
        else if (silentMs >= SILENCE_BEFORE_RESTART_MS) this.restart()
      },
    })
  }

  /** It was `disconnected` for a second. */
  #mend(): void {
    // Sound may still come through one way of several; then there is nothing to tell the user.
    if ((this.#monitor?.silentMs ?? PASSING_MS) >= PASSING_MS) this.#events.onDown('disconnected')
    this.restart()
  }

  #fail(): void {
    if (this.#closed) return
    this.#timers.clearAll()
    this.#events.onFailed()
  }
}
