import type { MessagePort } from 'node:worker_threads'
import type { IceCandidateInit } from '../../shared/ice.ts'
import type { MediaStats } from '../../shared/media-stats.ts'
import { CloseOnce } from '../close-once.ts'
import { TalkError } from '../errors.ts'
import type { MediaPeer, ModelEvent, NegotiatedMediaPeer, NegotiatedMediaPeerEvents } from './media-peer.ts'
import { SocketPeer } from './socket-peer.ts'
import type { SocketHears } from './talk-host.ts'

/** One way to the user: the peer, and for a negotiated one whose offer it answered. */
interface Way {
  peer: MediaPeer
  negotiated?: { peer: NegotiatedMediaPeer; origin: string }
}

export interface MediaSwitchOptions {
  /** Makes a WebRTC peer; the switch closes it. */
  createPeer: (events: NegotiatedMediaPeerEvents) => NegotiatedMediaPeer
  /** Of the way in use, whichever that is. */
  events: NegotiatedMediaPeerEvents
}

/**
 * The user's end of a talk through changes of the way there. One way is in use; another WebRTC connection may
 * be negotiated beside it and takes over as soon as it is up; a socket takes over at once. What was in use
 * before is closed.
 */
export class MediaSwitch {
  readonly #options: MediaSwitchOptions
  readonly #closing = new CloseOnce()
  readonly #dropped = new Set<Promise<void>>()
  #lastStats: MediaStats = { packetsReceived: 0, packetsLost: 0, packetsSent: 0 }
  #current: Way | undefined
  #next: Way | undefined

  constructor(options: MediaSwitchOptions) {
    this.#options = options
  }

  /**
   * Answers an offer: of a connection that is known, which goes on (an ICE restart, RFC 8839 section 4.4.1.1),
   * or of a new one.
   * @throws TalkError badOffer; nothing has changed then
   */
  async answer(offerSdp: string): Promise<string> {
    if (this.#closing.begun) throw new TalkError('talkEnded', 'This talk has ended.')
    const origin = originOf(offerSdp)
    const known = [this.#next, this.#current].find((way) => way?.negotiated?.origin === origin)
    if (known?.negotiated) return known.negotiated.peer.answer(offerSdp)
    const way = this.#createWay(origin)
    try {
      const sdp = await way.negotiated.peer.answer(offerSdp)
      if (this.#closing.begun) throw new TalkError('talkEnded', 'This talk has ended.')
      if (this.#current) {
        this.#drop(this.#next)
        this.#next = way
      } else {
        this.#current = way
      }
      return sdp
    } catch (error) {
      this.#drop(way)
      throw error
    }
  }

  /** A socket takes over. */
  attach(port: MessagePort, hears: SocketHears): void {
    if (this.#closing.begun) {
      port.close()
      return
    }
    const way: Way = {
      peer: new SocketPeer({
        port,
        hears,
        events: {
          onConnected: () => undefined,
          onDisconnected: () => this.#ifCurrent(way, (events) => events.onDisconnected()),
          onFailed: () => undefined,
          onLeft: () => undefined,
          onFrame: (frame) => this.#ifCurrent(way, (events) => events.onFrame(frame)),
        },
      }),
    }
    this.#drop(this.#next)
    this.#next = undefined
    this.#use(way)
  }

  /** @throws TalkError badInput when it does not fit, or when nothing is being negotiated */
  async addCandidate(candidate: IceCandidateInit | null): Promise<void> {
    const negotiated = this.#next?.negotiated ?? this.#current?.negotiated
    if (!negotiated) throw new TalkError('badInput', 'No WebRTC connection is being made for this talk.')
    await negotiated.peer.addCandidate(candidate)
  }

  sendFrame(frame: Int16Array, tick: number): void {
    this.#current?.peer.sendFrame(frame, tick)
  }

  /** What the model says, for a way that wants it. */
  relay(event: ModelEvent): void {
    this.#current?.peer.relay?.(event)
  }

  /** Of the way in use, or of the last one. */
  stats(): MediaStats {
    return this.#current?.peer.stats() ?? this.#lastStats
  }

  close(): Promise<void> {
    return this.#closing.run(async () => {
      this.#drop(this.#next)
      this.#drop(this.#current)
      await Promise.all(this.#dropped)
    })
  }

  #createWay(origin: string): Way & { negotiated: NonNullable<Way['negotiated']> } {
    const peer = this.#options.createPeer({
      onConnected: () => this.#onConnected(way),
      onDisconnected: () => this.#ifCurrent(way, (events) => events.onDisconnected()),
      onFailed: () => this.#onLost(way, (events) => events.onFailed()),
      onLeft: () => this.#onLost(way, (events) => events.onLeft()),
      onFrame: (frame) => this.#ifCurrent(way, (events) => events.onFrame(frame)),
      onCandidate: (candidate) => {
        if (way !== this.#current || !this.#next) this.#options.events.onCandidate(candidate)
      },
    })
    const way = { peer, negotiated: { peer, origin } }
    return way
  }

  #onConnected(way: Way): void {
    if (way === this.#next) {
      this.#next = undefined
      this.#use(way)
    } else {
      this.#ifCurrent(way, (events) => events.onConnected())
    }
  }

  /** A way that will not come up again holds nothing any more; its talk may still get another. */
  #onLost(way: Way, tell: (events: NegotiatedMediaPeerEvents) => void): void {
    if (this.#closing.begun) return
    if (way === this.#next) {
      this.#next = undefined
    } else if (way === this.#current) {
      this.#lastStats = way.peer.stats()
      this.#current = undefined
      tell(this.#options.events)
    }
    this.#drop(way)
  }

  #use(way: Way): void {
    const before = this.#current
    this.#current = way
    this.#drop(before)
    this.#options.events.onConnected()
  }

  #ifCurrent(way: Way, tell: (events: NegotiatedMediaPeerEvents) => void): void {
    if (way === this.#current && !this.#closing.begun) tell(this.#options.events)
  }

  #drop(way: Way | undefined): void {
    if (!way) return
    const closed = way.peer.close().catch(() => undefined) // a peer that will not close cannot be helped here
    this.#dropped.add(closed)
    void closed.then(() => this.#dropped.delete(closed))
  }
}

/**
 * What stays the same over the offers of one connection and differs between two: the session id of the origin
 * line (RFC 8866 section 5.2) and the certificate's fingerprint.
 */
function originOf(sdp: string): string {
  const sessionId = /^o=\S+ (\S+)/m.exec(sdp)?.[1] ?? ''
  const fingerprint = /^a=fingerprint:(.+)$/m.exec(sdp)?.[1]?.trim() ?? ''
  return `${sessionId} ${fingerprint}`
}
