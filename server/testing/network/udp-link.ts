import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv4 } from 'node:net'
import type { IceCandidateInit } from '../../../shared/ice.ts'
import { type Clock, systemClock } from '../../clock.ts'
import { CloseOnce } from '../../close-once.ts'
import { candidateLineAt, parseCandidateLine } from './candidate-line.ts'
import { type LinkConditions, LinkSchedule, perfectLink } from './link-schedule.ts'

export type LinkDirection = 'toServer' | 'toClient'

/** What became of the datagrams of one direction. */
export interface LinkCounters {
  /** Sent on, doubles included. */
  forwarded: number
  /** Lost by the schedule, or by a cut. */
  dropped: number
  /** Of those forwarded: not at once. */
  delayed: number
  /** Came from elsewhere than the one candidate that the link carries, and were dropped. */
  foreign: number
}

export interface UdpLinkOptions {
  /** Of all that is random in it. */
  seed?: number
  /** The link's own address, which both ends are told instead of each other's. */
  address?: string
  clock?: Clock
}

/** One of the link's two sockets, and whom it speaks with. */
interface End {
  readonly socket: Socket
  peer: { address: string; port: number; generation: string } | undefined
}

/** One direction. */
interface Lane {
  readonly arrivesAt: End
  readonly leavesBy: End
  readonly schedule: LinkSchedule
  readonly counters: LinkCounters
}

/**
 * A network between a WebRTC client and the server that loses, delays, reorders, doubles and breaks off: a UDP
 * proxy on one address.
 *
 * It comes in at signalling, since ICE candidates carry addresses. Each end is told a port of the link in place of
 * the other's candidate (`candidateForServer`, `candidateForClient`); the link carries one host candidate of each,
 * the first over UDP and IPv4, and every other is to be held back. So neither end ever learns another address than
 * the link's, and since the link sends from the very ports that it tells, not even peer-reflexive candidates lead
 * past it. Descriptions may name candidates too (`candidatesReplaced`). Another network is another link: an ICE
 * restart then brings the candidates of the talk to it. A restart within one network may come from other ports; the
 * link then carries the newest generation of candidates in the place of the one before.
 *
 * The creator disposes it.
 */
export class UdpLink implements AsyncDisposable {
  readonly #clientEnd: End
  readonly #serverEnd: End
  readonly #lanes: Record<LinkDirection, Lane>
  readonly #clock: Clock
  readonly #timers = new Set<Disposable>()
  #isCut = false
  readonly #closing = new CloseOnce()

  private constructor(
    sockets: { client: Socket; server: Socket },
    { seed, clock }: { seed: number; clock: Clock },
  ) {
    this.#clock = clock
    this.#clientEnd = { socket: sockets.client, peer: undefined }
    this.#serverEnd = { socket: sockets.server, peer: undefined }
    this.#lanes = {
      toServer: lane(this.#clientEnd, this.#serverEnd, seed),
      toClient: lane(this.#serverEnd, this.#clientEnd, ~seed),
    }
    for (const each of Object.values(this.#lanes)) {
      each.arrivesAt.socket.on('message', (datagram, { port }) => this.#take(each, datagram, port))
    }
  }

  static async open({
    seed = 1,
    address = '127.0.0.1',
    clock = systemClock,
  }: UdpLinkOptions = {}): Promise<UdpLink> {
    const sockets = { client: createSocket('udp4'), server: createSocket('udp4') }
    for (const socket of Object.values(sockets)) {
      socket.bind(0, address)
      await once(socket, 'listening')
    }
    return new UdpLink(sockets, { seed, clock })
  }

  /** What the server is to be told in place of a candidate of the client; undefined: nothing at all. */
  candidateForServer(candidate: IceCandidateInit): IceCandidateInit | undefined {
    return carried(candidate, { of: this.#clientEnd, shownAt: this.#serverEnd })
  }

  /** What the client is to be told in place of a candidate of the server; undefined: nothing at all. */
  candidateForClient(candidate: IceCandidateInit): IceCandidateInit | undefined {
    return carried(candidate, { of: this.#serverEnd, shownAt: this.#clientEnd })
  }

  /** From now on; what is not named is as on a perfect network. */
  impair(direction: LinkDirection, conditions: Partial<LinkConditions>): void {
    this.#lanes[direction].schedule.conditions = { ...perfectLink, ...conditions }
  }

  counters(direction: LinkDirection): Readonly<LinkCounters> {
    return this.#lanes[direction].counters
  }

  /** Nothing gets through any more in either direction, nor what is under way. */
  cut(): void {
    this.#isCut = true
  }

  restore(): void {
    this.#isCut = false
  }

  /** Cuts for a while, now or later. */
  blackout({ afterMs = 0, forMs }: { afterMs?: number; forMs: number }): void {
    this.#after(afterMs, () => {
      this.cut()
      this.#after(forMs, () => this.restore())
    })
  }

  /** Sends a datagram of one's own, from the address from which that end hears the other. */
  inject(direction: LinkDirection, datagram: Uint8Array): void {
    this.#send(this.#lanes[direction], datagram)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.run(async () => {
      for (const timer of this.#timers) timer[Symbol.dispose]()
      this.#timers.clear()
      await Promise.all([this.#clientEnd, this.#serverEnd].map(({ socket }) => closed(socket)))
    })
  }

  #take(each: Lane, datagram: Uint8Array, fromPort: number): void {
    // By the port alone: a socket that is bound to every address speaks from whichever of them is the nearest.
    if (fromPort !== each.arrivesAt.peer?.port) {
      each.counters.foreign++
      return
    }
    const nowMs = this.#clock.nowMs()
    const dueTimesMs = this.#isCut ? [] : each.schedule.dueTimesMs(nowMs)
    if (dueTimesMs.length === 0) each.counters.dropped++
    for (const dueMs of dueTimesMs) {
      if (dueMs <= nowMs) {
        this.#forward(each, datagram)
        continue
      }
      each.counters.delayed++
      this.#after(dueMs - nowMs, () => this.#forward(each, datagram))
    }
  }

  #forward(each: Lane, datagram: Uint8Array): void {
    if (this.#isCut || !each.leavesBy.peer) {
      each.counters.dropped++
      return
    }
    each.counters.forwarded++
    this.#send(each, datagram)
  }

  #send({ leavesBy: { socket, peer } }: Lane, datagram: Uint8Array): void {
    // With a callback an address that cannot be reached is a lost datagram; without one, nobody's error.
    if (peer && !this.#closing.begun) socket.send(datagram, peer.port, peer.address, () => {})
  }

  #after(delayMs: number, run: () => void): void {
    if (this.#closing.begun) return
    const timer = this.#clock.after(delayMs, () => {
      this.#timers.delete(timer)
      run()
    })
    this.#timers.add(timer)
  }
}

/** A description with other candidates, or none, in the place of those that were gathered before it was read. */
export function candidatesReplaced(
  sdp: string,
  show: (candidate: IceCandidateInit) => IceCandidateInit | undefined,
): string {
  const usernameFragment = /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1]
  const generation = usernameFragment === undefined ? {} : { usernameFragment }
  return sdp.replace(/^a=(candidate:.*)(\r?\n)/gm, (_line, candidate: string, end: string) => {
    const shown = show({ candidate, ...generation })
    return shown ? `a=${shown.candidate}${end}` : ''
  })
}

function lane(arrivesAt: End, leavesBy: End, seed: number): Lane {
  const counters = { forwarded: 0, dropped: 0, delayed: 0, foreign: 0 }
  return { arrivesAt, leavesBy, schedule: new LinkSchedule({ seed }), counters }
}

function carried(candidate: IceCandidateInit, ends: { of: End; shownAt: End }): IceCandidateInit | undefined {
  const line = parseCandidateLine(candidate.candidate)
  if (line?.protocol !== 'udp' || line.type !== 'host' || !isIPv4(line.address)) return undefined
  const { address, port } = line
  const generation = candidate.usernameFragment ?? / ufrag (\S+)/.exec(candidate.candidate)?.[1] ?? ''
  const { peer } = ends.of
  if (peer?.generation !== generation) ends.of.peer = { address, port, generation }
  else if (peer.port !== port || peer.address !== address) return undefined
  return { ...candidate, candidate: candidateLineAt(candidate.candidate, ends.shownAt.socket.address()) }
}

function closed(socket: Socket): Promise<unknown> {
  const closing = once(socket, 'close')
  socket.close()
  return closing
}
