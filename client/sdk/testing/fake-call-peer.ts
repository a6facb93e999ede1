import type { IceCandidateInit } from '../../../shared/ice.ts'
import type {
  CallLevels,
  CallPeer,
  CallPeerEvents,
  IceSetup,
  PeerConnectionState,
  PeerReading,
} from '../call-peer.ts'
import type { MediaSocketEvents } from '../media-socket.ts'
import { FakeMediaSocket } from './fake-media-socket.ts'

/** A peer that does what the test says, and keeps what it was told. */
export class FakeCallPeer implements CallPeer {
  readonly #events: CallPeerEvents
  readonly #log: string[]
  /** Held back until the test decides, when set before the call starts. */
  microphone: Promise<void> = Promise.resolve()
  offers = 0
  /** Of the newest connection. */
  ice: IceSetup | undefined
  closes = 0
  muted = false
  canOffer = true
  /** Whether nothing comes in any more, though no state says so. */
  silent = false
  readonly sockets: FakeMediaSocket[] = []
  readonly openSocket?: (url: string, events: MediaSocketEvents) => FakeMediaSocket
  #received = 0

  constructor(events: CallPeerEvents, log: string[], options: { webSocket?: boolean } = {}) {
    this.#events = events
    this.#log = log
    if (!options.webSocket) return
    this.openSocket = (url, socketEvents) => {
      this.#log.push(`peer.openSocket ${url}`)
      const socket = new FakeMediaSocket(socketEvents, this.#log)
      this.sockets.push(socket)
      return socket
    }
  }

  async openMicrophone(): Promise<void> {
    this.#log.push('peer.openMicrophone')
    await this.microphone
  }

  async createOffer(ice: IceSetup): Promise<string> {
    this.offers++
    this.ice = ice
    this.#log.push(`peer.createOffer ${this.offers}`)
    return `offer ${this.offers}`
  }

  async restartOffer(): Promise<string> {
    this.offers++
    this.#log.push(`peer.restartOffer ${this.offers}`)
    return `offer ${this.offers}`
  }

  dropConnection(): void {
    this.#log.push('peer.dropConnection')
  }

  async readings(): Promise<PeerReading> {
    if (!this.silent) this.#received++
    return { received: this.#received, rttMs: 40 }
  }

  /** The newest. */
  get socket(): FakeMediaSocket {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error('No socket was opened.')
    return socket
  }

  async acceptAnswer(sdp: string): Promise<void> {
    this.#log.push(`peer.acceptAnswer ${sdp}`)
    if (sdp === 'broken') throw new Error('not an SDP')
  }

  async addCandidate(candidate: IceCandidateInit | null): Promise<void> {
    this.#log.push(`peer.addCandidate ${candidate?.candidate ?? 'end'}`)
  }

  setMuted(muted: boolean): void {
    this.muted = muted
  }

  levels(): CallLevels {
    return { user: 0.5, partner: 0.25 }
  }

  close(): void {
    this.closes++
    this.#log.push('peer.close')
  }

  /** As the network would. */
  becomes(state: PeerConnectionState): void {
    this.#events.onConnectionState(state)
  }

  finds(candidate: string | null): void {
    this.#events.onCandidate(candidate === null ? null : { candidate, sdpMid: '0' })
  }

  loses(): void {
    this.#events.onTrouble('microphoneLost')
  }
}
