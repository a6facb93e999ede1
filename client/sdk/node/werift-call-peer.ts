import {
  type PeerConfig,
  type RTCPeerConnection as PeerConnection,
  type RTCIceCandidate,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  type RTCRtpTransceiver,
  RtpHeader,
  RtpPacket,
} from 'werift'
import type { IceCandidateInit, IceServer } from '../../../shared/ice.ts'
import type { CallLevels, CallPeer, CallPeerEvents, IceSetup } from '../call-peer.ts'

/** An Opus packet of the partner, as it came: perhaps late, perhaps out of order. */
export interface PartnerPacket {
  payload: Uint8Array
  /** 16 bits, then it starts over; one missing is one lost. */
  sequenceNumber: number
  /** 32 bits at 48 kHz (RFC 7587). It goes on over the silences in which nothing is sent. */
  timestamp: number
}

export interface WeriftCallPeerOptions {
  events: CallPeerEvents
  onPacket: (packet: PartnerPacket) => void
  /** Whoever encodes and decodes knows how loud it is. Without it, both sides are shown as silent. */
  levels?: () => CallLevels
}

const OPUS_CLOCK_RATE_HZ = 48_000
/** 20 ms, the length of each packet that is sent. */
const TIMESTAMP_PER_PACKET = OPUS_CLOCK_RATE_HZ / 50
/** Opus's own 20 ms of silence: CELT, full band, mono (RFC 6716, section 3.1). */
const SILENT_PACKET = new Uint8Array([0xf8, 0xff, 0xfe])
/** Without any STUN server of its own, werift asks Google's; the discard port on loopback keeps it at home. */
const NO_STUN_SERVER: IceServer = { urls: 'stun:127.0.0.1:9' }
/** What a STUN server has to say comes within 200 ms or not at all; werift would wait 5 s. */
const STUN_GATHER_TIMEOUT_S = 0.2
const NO_STUN_GATHER_TIMEOUT_S = 0.001

/**
 * The user's end of a call in Node: werift carries Opus packets, which somebody else encodes and decodes.
 * Made by the call's `createPeer`; the call closes it.
 */
export class WeriftCallPeer implements CallPeer {
  readonly canOffer = true
  readonly #options: WeriftCallPeerOptions
  #connection: PeerConnection | undefined
  #transceiver: RTCRtpTransceiver | undefined
  /** The server's candidates that came while this end still gathers its own; undefined when it does not. */
  #early: (IceCandidateInit | null)[] | undefined
  #muted = false
  #sequenceNumber = randomUint(0x1_0000)
  #timestamp = randomUint(0x1_0000_0000)
  #closing: Promise<void> | undefined

  constructor(options: WeriftCallPeerOptions) {
    this.#options = options
  }

  async openMicrophone(): Promise<void> {}

  async createOffer(ice: IceSetup): Promise<string> {
    const earlier = this.#connection
    const connection = new RTCPeerConnection(peerConfig(ice))
    this.#connection = connection
    this.#early = []
    await earlier?.close()
    const { events, onPacket } = this.#options
    connection.onIceCandidate.subscribe((candidate) => {
      if (this.#isCurrent(connection)) events.onCandidate(candidate ? toCandidateInit(candidate) : null)
    })
    connection.connectionStateChange.subscribe((state) => {
      if (this.#isCurrent(connection)) events.onConnectionState(state)
    })
    connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ header: { sequenceNumber, timestamp }, payload }) => {
        if (this.#isCurrent(connection)) onPacket({ payload, sequenceNumber, timestamp })
      })
    })
    this.#transceiver = connection.addTransceiver('audio', { direction: 'sendrecv' })
    const offer = await connection.createOffer()
    // It settles when all candidates are gathered; they are trickled, so the offer need not wait for them.
    connection.setLocalDescription(offer).then(
      () => this.#isCurrent(connection) && this.#pairAnew(connection),
      () => this.#isCurrent(connection) && events.onConnectionState('failed'),
    )
    return offer.sdp
  }

  dropConnection(): void {
    const connection = this.#connection
    this.#connection = undefined
    this.#transceiver = undefined
    this.#early = undefined
    // What could not be closed is gone all the same.
    connection?.close().catch(() => {})
  }

  async acceptAnswer(sdp: string): Promise<void> {
    await this.#connection?.setRemoteDescription({ type: 'answer', sdp })
  }

  async addCandidate(candidate: IceCandidateInit | null): Promise<void> {
    this.#early?.push(candidate)
    // After the end of candidates werift takes none, not even one that it is told again.
    if (candidate || !this.#early) await this.#connection?.addIceCandidate(candidate)
  }

  /** 20 ms of the user, in Opus. Dropped while there is no connection, and silence while muted. */
  sendPacket(payload: Uint8Array): void {
    this.#sequenceNumber = (this.#sequenceNumber + 1) % 0x1_0000
    this.#timestamp = (this.#timestamp + TIMESTAMP_PER_PACKET) % 0x1_0000_0000
    if (this.#closing || this.#connection?.connectionState !== 'connected') return
    const header = new RtpHeader({ sequenceNumber: this.#sequenceNumber, timestamp: this.#timestamp })
    const packet = new RtpPacket(header, Buffer.from(this.#muted ? SILENT_PACKET : payload))
    // A packet that cannot be sent is a lost packet; that the connection is gone is told by its state.
    this.#transceiver?.sender.sendRtp(packet).catch(() => {})
  }

  setMuted(muted: boolean): void {
    this.#muted = muted
  }

  levels(): CallLevels {
    return this.#options.levels?.() ?? { user: 0, partner: 0 }
  }

  close(): Promise<void> {
    this.#closing ??= this.#connection?.close() ?? Promise.resolve()
    return this.#closing
  }

  /**
   * werift never pairs a relay of its own with candidates that it was told before it had that relay: it is told
   * them again. To hold them back instead would cost the direct way the time that a TURN server takes.
   */
  #pairAnew(connection: PeerConnection): void {
    const early = this.#early ?? []
    this.#early = undefined
    // One that cannot be used was refused the first time already.
    for (const candidate of early) connection.addIceCandidate(candidate).catch(() => {})
  }

  #isCurrent(connection: PeerConnection): boolean {
    return connection === this.#connection && !this.#closing
  }
}

function peerConfig({ iceServers, iceTransportPolicy }: IceSetup): Partial<PeerConfig> {
  // werift takes single URLs.
  const servers = iceServers.flatMap(({ urls, ...rest }) =>
    [urls].flat().map((url) => ({ ...rest, urls: url })),
  )
  const hasStun = servers.some(({ urls }) => /^stuns?:/i.test(urls))
  return {
    codecs: {
      audio: [
        new RTCRtpCodecParameters({
          mimeType: 'audio/opus',
          clockRate: OPUS_CLOCK_RATE_HZ,
          channels: 2,
          parameters: 'minptime=10;useinbandfec=1',
          rtcpFeedback: [{ type: 'nack' }],
        }),
      ],
      video: [],
    },
    iceTransportPolicy,
    iceServers: hasStun ? servers : [...servers, NO_STUN_SERVER],
    iceStunGatherTimeout: hasStun ? STUN_GATHER_TIMEOUT_S : NO_STUN_GATHER_TIMEOUT_S,
    // werift leaves loopback out, but on a machine without any network it is all there is.
    iceAdditionalHostAddresses: ['127.0.0.1'],
  }
}

function toCandidateInit(each: RTCIceCandidate): IceCandidateInit {
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = each
  return {
    candidate,
    ...(sdpMid == null ? {} : { sdpMid }),
    ...(sdpMLineIndex == null ? {} : { sdpMLineIndex }),
    ...(usernameFragment == null ? {} : { usernameFragment }),
  }
}

function randomUint(below: number): number {
  return Math.floor(Math.random() * below)
}
