import {
  MediaStreamTrack,
  type PeerConfig,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
} from 'werift'
import { type IceCandidateInit, type IceServer, iceCandidateInit } from '../../shared/ice.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { RpcClient } from './rpc-client.ts'
import { connectTalk } from './rpc-client.ts'

/** Stands between the two ends where candidates are exchanged; `UdpLink` is one. */
export interface CandidateFilter {
  /** What the server is told in place of a candidate of the caller; undefined: nothing. */
  candidateForServer(candidate: IceCandidateInit): IceCandidateInit | undefined
  /** What the caller is told in place of a candidate of the server; undefined: nothing. */
  candidateForClient(candidate: IceCandidateInit): IceCandidateInit | undefined
}

export interface WeriftCallerOptions {
  /** As `server.iceServers` gives them; none by default. */
  iceServers?: readonly IceServer[]
  iceTransportPolicy?: 'all' | 'relay'
  candidateFilter?: CandidateFilter
}

export interface ReceivedPacket {
  sequenceNumber: number
  timestamp: number
  payload: Uint8Array
  /** By `performance.now()`. */
  atMs: number
}

// What a STUN server has to say comes within 200 ms or not at all; werift would wait 5 s.
const STUN_GATHER_TIMEOUT_S = 0.2
const ORIGIN_LINE = /^o=.*$/m

/** A stranger's WebRTC peer, made of werift alone: sends Opus packets as they are and keeps what comes back. */
export class WeriftCaller implements AsyncDisposable {
  readonly received: ReceivedPacket[] = []
  readonly connection: RTCPeerConnection
  /** Takes effect for the candidates that are exchanged from then on. */
  candidateFilter: CandidateFilter | undefined
  readonly #relays: boolean
  readonly #track = new MediaStreamTrack({ kind: 'audio' })
  #sequenceNumber = 0
  #waiting: { count: number; resolve: () => void }[] = []

  constructor(options: WeriftCallerOptions = {}) {
    this.candidateFilter = options.candidateFilter
    this.#relays = (options.iceServers ?? []).some(({ urls }) => /^turns?:/.test([urls].flat()[0] ?? ''))
    this.connection = new RTCPeerConnection(peerConfig(options))
    this.connection.addTransceiver(this.#track, { direction: 'sendrecv' })
    this.connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ header: { sequenceNumber, timestamp }, payload }) => {
        this.received.push({ sequenceNumber, timestamp, payload, atMs: performance.now() })
        this.#waiting = this.#waiting.filter(({ count, resolve }) => {
          if (this.received.length < count) return true
          resolve()
          return false
        })
      })
    })
  }

  async offer(): Promise<{ type: 'offer'; sdp: string }> {
    const offer = await this.connection.createOffer()
    return { type: 'offer', sdp: offer.sdp }
  }

  /**
   * Offers, trickles both ways, and resolves once the connection is up.
   * @throws Error when it fails, or when the talk ends before
   */
  async call(rpc: RpcClient, scenarioId: string) {
    const { talk, talkId } = await this.begin(rpc, scenarioId)
    await Promise.race([
      this.connected(),
      talk
        .event('state', ({ state }) => state === 'ended')
        .then(({ reason }) => {
          throw new Error(`the talk ended before it was connected: ${reason}`)
        }),
    ])
    return { ...talk, talkId }
  }

  /** As `call`, but resolves with the answer, whether or not a connection ever comes up. */
  async begin(rpc: RpcClient, scenarioId: string) {
    const offer = await this.connection.createOffer()
    const talk = connectTalk(rpc, { scenarioId, offer: { type: 'offer', sdp: offer.sdp } })
    const { talkId, sdp } = await talk.event('answer')
    await this.#negotiate(rpc, { ...talk, talkId }, offer, sdp, new Set())
    return { talk, talkId }
  }

  /** Takes over a talk that runs, and resolves once the connection is up. */
  async recall(rpc: RpcClient, talk: ReturnType<typeof connectTalk> & { talkId: string }): Promise<void> {
    const offer = await this.connection.createOffer()
    // Those that came before are of the connection before.
    const stale = new Set(talk.events)
    const { talkId } = talk
    const { sdp } = await rpc.talk.restart.mutate({ talkId, offer: { type: 'offer', sdp: offer.sdp } })
    await this.#negotiate(rpc, talk, offer, sdp, stale)
    await this.connected()
  }

  /** The same connection anew, as after a change of network (RFC 8839 section 4.4.1.1). */
  async restartIce(rpc: RpcClient, talk: ReturnType<typeof connectTalk> & { talkId: string }): Promise<void> {
    const stale = new Set(talk.events)
    const before = this.connection.localDescription?.sdp ?? ''
    const offer = await this.connection.createOffer({ iceRestart: true })
    const gathered = this.connection.setLocalDescription(offer)
    const { talkId } = talk
    // werift begins another session with each offer; a browser stays in its own (RFC 8829 section 5.2.2).
    const offered = offer.sdp.replace(ORIGIN_LINE, ORIGIN_LINE.exec(before)?.[0] ?? '$&')
    const { sdp } = await rpc.talk.restart.mutate({ talkId, offer: { type: 'offer', sdp: offered } })
    await this.connection.setRemoteDescription({ type: 'answer', sdp })
    this.#takeCandidates(talk, stale).catch(() => undefined) // until the talk or its socket ends
    await gathered
    // With DTLS up werift leaves the new generation's checks to the other side, which is the controlled one.
    await Promise.all(this.connection.iceTransports.map((transport) => transport.start()))
  }

  async #negotiate(
    rpc: RpcClient,
    talk: ReturnType<typeof connectTalk> & { talkId: string },
    offer: Awaited<ReturnType<RTCPeerConnection['createOffer']>>,
    answerSdp: string,
    stale: Set<TalkEvent>,
  ): Promise<void> {
    const { talkId } = talk
    this.connection.onIceCandidate.subscribe((each) => {
      const own = each && iceCandidateInit.parse(each.toJSON())
      const shown = own && this.candidateFilter ? this.candidateFilter.candidateForServer(own) : own
      if (own && !shown) return
      rpc.talk.candidate.mutate({ talkId, candidate: shown ?? null }).catch(() => undefined)
    })
    // It settles when all is gathered, and a failed connection tells itself.
    const gathered = this.connection.setLocalDescription(offer).catch(() => undefined)
    await this.connection.setRemoteDescription({ type: 'answer', sdp: answerSdp })
    // werift never pairs a relay of its own with candidates that it was told before it had that relay.
    const ready = this.#relays ? gathered : Promise.resolve()
    ready.then(() => this.#takeCandidates(talk, stale)).catch(() => undefined) // until the talk or its socket ends
  }

  /** @throws Error when it fails or is closed instead */
  connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (state: string) => {
        if (state === 'connected') resolve()
        if (state === 'failed' || state === 'closed') reject(new Error(`the connection ${state}`))
      }
      look(this.connection.connectionState)
      this.connection.connectionStateChange.subscribe(look)
    })
  }

  /** Resolves once so many more packets have come. */
  receives(count: number): Promise<void> {
    if (count <= 0) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ count: this.received.length + count, resolve }))
  }

  sendPacket(payload: Uint8Array): void {
    const sequenceNumber = this.#sequenceNumber++ & 0xffff
    const header = new RtpHeader({ sequenceNumber, timestamp: sequenceNumber * 960, payloadType: 111 })
    this.#track.writeRtp(new RtpPacket(header, Buffer.from(payload)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.close()
  }

  async #takeCandidates(talk: ReturnType<typeof connectTalk>, stale: Set<TalkEvent>): Promise<void> {
    const taken = new Set(stale)
    for (;;) {
      const event = await talk.event('candidate', (each) => !taken.has(each))
      taken.add(event)
      const { candidate } = event
      const shown =
        candidate && this.candidateFilter ? this.candidateFilter.candidateForClient(candidate) : candidate
      if (candidate && !shown) continue
      await this.connection.addIceCandidate(shown).catch(() => undefined)
    }
  }
}

function peerConfig({
  iceServers = [],
  iceTransportPolicy = 'all',
}: WeriftCallerOptions): Partial<PeerConfig> {
  // werift takes single URLs, and asks Google's STUN server where none is given: the discard port keeps it at home.
  const servers = iceServers.flatMap(({ urls, ...rest }) =>
    [urls].flat().map((url) => ({ ...rest, urls: url })),
  )
  const hasStun = servers.some(({ urls }) => urls.startsWith('stun:'))
  return {
    codecs: {
      audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 })],
      video: [],
    },
    iceServers: hasStun ? servers : [...servers, { urls: 'stun:127.0.0.1:9' }],
    iceStunGatherTimeout: hasStun ? STUN_GATHER_TIMEOUT_S : 0.001,
    iceTransportPolicy,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  }
}
