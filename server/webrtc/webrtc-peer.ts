import type { Logger } from 'pino'
import {
  GenericNack,
  type RTCPeerConnection as PeerConnection,
  RTCPeerConnection,
  type RTCRtpTransceiver,
  RtcpTransportLayerFeedback,
} from 'werift'
import { INBOUND_SAMPLE_RATE_HZ, OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { type IceCandidateInit, type IceServer, iceCandidateInit } from '../../shared/ice.ts'
import type { MediaStats } from '../../shared/media-stats.ts'
import { OpusDecoder } from '../audio/opus-decoder.ts'
import { OpusEncoder } from '../audio/opus-encoder.ts'
import type { PlayoutClock } from '../audio/playout-clock.ts'
import type { Clock } from '../clock.ts'
import { CloseOnce } from '../close-once.ts'
import type { IceConfig } from '../config.ts'
import { TalkError } from '../errors.ts'
import type { NegotiatedMediaPeer, NegotiatedMediaPeerEvents } from '../talk/media-peer.ts'
import { guardDtls } from './dtls-guard.ts'
import { hasFreeUdpPorts } from './free-udp-ports.ts'
import { IceGuard } from './ice-guard.ts'
import { InboundAudio } from './inbound-audio.ts'
import type { MissingPackets } from './jitter-buffer.ts'
import { peerConfig } from './peer-config.ts'
import { PeerWatchdog } from './peer-watchdog.ts'
import { RtpPacketizer } from './rtp-packetizer.ts'

// A browser offers one section of audio; a few more do no harm, hundreds would cost a transport each.
const MAX_MEDIA_SECTIONS = 8
// A machine with several networks, IPv6 and a relay has some twenty. Each one told makes us send checks to it, so that
// without a bound a client could aim many at an address of somebody else's.
const MAX_REMOTE_CANDIDATES = 64
// Ports come free as talks end, as places do.
const NO_PORT_RETRY_AFTER_MS = 30_000

export interface WebRtcPeerOptions {
  ice: IceConfig
  /** With this user's credentials, as `iceServersFor` makes them. */
  iceServers: readonly IceServer[]
  events: NegotiatedMediaPeerEvents
  /** Its beat finds out what did not come. */
  playoutClock: PlayoutClock
  clock: Clock
  log: Logger
}

/**
 * A WebRTC peer that answers: werift for ICE, DTLS and SRTP, libopus at 16 kHz in and from 24 kHz out, so that
 * nothing is resampled (W3C WebRTC 1.0; RFC 8829, 8838, 7587). Owned by the session that made it.
 */
export class WebRtcPeer implements NegotiatedMediaPeer {
  readonly #ice: IceConfig
  readonly #connection: PeerConnection
  readonly #transceiver: RTCRtpTransceiver
  readonly #events: NegotiatedMediaPeerEvents
  readonly #log: Logger
  readonly #decoder = new OpusDecoder({ sampleRateHz: INBOUND_SAMPLE_RATE_HZ })
  readonly #encoder = new OpusEncoder({ sampleRateHz: OUTBOUND_SAMPLE_RATE_HZ })
  readonly #packetizer = new RtpPacketizer()
  readonly #inbound: InboundAudio
  readonly #watchdog = new PeerWatchdog()
  readonly #iceGuard: IceGuard
  readonly #beat: Disposable
  /** Whether the user's end sends again what is missing (RFC 4585 section 6.2.1). */
  #sendsAgain = false
  /** Of this offer, told in it or since. */
  #remoteCandidates = 0
  #packetsSent = 0
  readonly #closing = new CloseOnce()

  constructor(options: WebRtcPeerOptions) {
    this.#events = options.events
    this.#log = options.log
    this.#ice = options.ice
    this.#inbound = new InboundAudio({
      decoder: this.#decoder,
      onFrame: (frame) => this.#events.onFrame(frame),
      onMissing: (missing) => this.#askFor(missing),
    })
    const { clock, playoutClock } = options
    this.#beat = playoutClock.add(() => this.#onBeat(clock.nowMs()))
    const heard = () => this.#watchdog.heard(clock.nowMs())
    this.#iceGuard = new IceGuard({ onCheck: heard })
    this.#connection = new RTCPeerConnection(peerConfig(options.ice, options.iceServers))
    this.#connection.onIceCandidate.subscribe((candidate) =>
      this.#onCandidate(candidate ? iceCandidateInit.parse(candidate.toJSON()) : null),
    )
    this.#connection.connectionStateChange.subscribe((state) => this.#onConnectionState(state))
    this.#connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe((packet) => {
        if (this.#closing.begun) return
        heard()
        const { ssrc, sequenceNumber, timestamp } = packet.header
        this.#inbound.push({ ssrc, sequenceNumber, timestamp, payload: packet.payload }, clock.nowMs())
      })
    })
    this.#transceiver = this.#connection.addTransceiver('audio', { direction: 'sendrecv' })
    this.#transceiver.sender.onRtcp.subscribe(heard)
    this.#transceiver.receiver.onRtcp.subscribe(heard)
  }

  async answer(offerSdp: string): Promise<string> {
    if ((offerSdp.match(/^m=/gm)?.length ?? 0) > MAX_MEDIA_SECTIONS) {
      throw new TalkError('badOffer', 'The offer has too many media sections. Offer one of audio.')
    }
    const remoteCandidates = offerSdp.match(/^a=candidate:/gm)?.length ?? 0
    if (remoteCandidates > MAX_REMOTE_CANDIDATES) {
      throw new TalkError('badOffer', `The offer has more than ${MAX_REMOTE_CANDIDATES} candidates.`)
    }
    this.#remoteCandidates = remoteCandidates
    const isFirst = !this.#connection.remoteDescription
    // A restart keeps the sockets that it has.
    if (isFirst) await this.#checkPorts()
    let sdp: string
    try {
      await this.#connection.setRemoteDescription({ type: 'offer', sdp: offerSdp })
      for (const transport of this.#connection.iceTransports) this.#iceGuard.protect(transport)
      sdp = (await this.#connection.createAnswer()).sdp
    } catch (cause) {
      throw new TalkError('badOffer', 'The offer is not an SDP that can be answered. Make a new one.', {
        cause,
      })
    }
    if (!this.#transceiver.mid || !/^a=rtpmap:\d+ opus\/48000/im.test(sdp)) {
      throw new TalkError('badOffer', 'The offer has no Opus audio. Add an audio track before making it.')
    }
    if (isFirst) {
      guardDtls(this.#transceiver.dtlsTransport, () => {
        if (!this.#closing.begun) this.#events.onLeft()
      })
    }
    this.#sendsAgain = /^a=rtcp-fb:\S+ nack\s*$/m.test(offerSdp)
    // It settles when gathering is done, and only then do the checks begin; the answer need not wait for it.
    this.#connection
      .setLocalDescription({ type: 'answer', sdp })
      .then(() => (isFirst ? undefined : this.#checkAgain()))
      .catch((error: unknown) => {
        if (this.#closing.begun) return
        this.#log.warn({ err: error }, 'the local description was not taken')
        this.#events.onFailed()
      })
    return sdp
  }

  /**
   * After an ICE restart werift sends no checks where DTLS is up already: a relay would let none of the user's in,
   * and those that come before any candidate would wait for ever.
   */
  async #checkAgain(): Promise<void> {
    const restarted = this.#connection.iceTransports.filter(({ state }) => state === 'completed')
    await Promise.all(restarted.map((transport) => transport.start()))
  }

  async addCandidate(candidate: IceCandidateInit | null): Promise<void> {
    if (this.#closing.begun) return
    if (candidate && ++this.#remoteCandidates > MAX_REMOTE_CANDIDATES) {
      throw new TalkError('badInput', `An offer may have ${MAX_REMOTE_CANDIDATES} candidates at most.`)
    }
    try {
      await this.#connection.addIceCandidate(candidate)
    } catch (cause) {
      throw new TalkError('badInput', 'The candidate does not fit the offer.', { cause })
    }
  }

  sendFrame(frame: Int16Array, tick: number): void {
    if (this.#closing.begun || this.#connection.connectionState !== 'connected') return
    this.#packetsSent++
    const packet = this.#packetizer.packet(this.#encoder.encode(frame), tick)
    this.#transceiver.sender.sendRtp(packet).catch((error: unknown) => {
      if (!this.#closing.begun) this.#log.debug({ err: error }, 'a packet could not be sent')
    })
  }

  stats(): MediaStats {
    return { ...this.#inbound.stats(), packetsSent: this.#packetsSent }
  }

  close(): Promise<void> {
    return this.#closing.run(() => this.#close())
  }

  async #close(): Promise<void> {
    this.#beat[Symbol.dispose]()
    try {
      await this.#connection.close()
    } finally {
      this.#decoder.close()
      this.#encoder.close()
    }
  }

  #onBeat(nowMs: number): void {
    this.#inbound.tick(nowMs)
    const presence = this.#watchdog.look(nowMs)
    if (!presence || this.#connection.connectionState !== 'connected') return
    if (presence === 'here') this.#events.onConnected()
    else if (presence === 'silent') this.#events.onDisconnected()
    else this.#events.onFailed()
  }

  /** Without a port there would be no candidate, and the talk would wait for its media till it is given up. */
  async #checkPorts(): Promise<void> {
    if (await hasFreeUdpPorts(this.#ice)) return
    this.#log.warn('no port of ICE_PORT_RANGE is free')
    const message = 'The server has no network port left for another talk. Try again in a little while.'
    throw new TalkError('capacityReached', message, { retryAfterMs: NO_PORT_RETRY_AFTER_MS })
  }

  /** werift asks by itself for video alone. */
  #askFor({ ssrc, sequenceNumbers }: MissingPackets): void {
    if (!this.#sendsAgain) return
    const { rtcpSsrc, dtlsTransport } = this.#transceiver.receiver
    const feedback = new GenericNack({ senderSsrc: rtcpSsrc, mediaSourceSsrc: ssrc, lost: sequenceNumbers })
    dtlsTransport.sendRtcp([new RtcpTransportLayerFeedback({ feedback })]).catch((error: unknown) => {
      if (!this.#closing.begun) this.#log.debug({ err: error }, 'a packet could not be asked for again')
    })
  }

  #onCandidate(candidate: IceCandidateInit | null): void {
    if (!this.#closing.begun) this.#events.onCandidate(candidate)
  }

  #onConnectionState(state: PeerConnection['connectionState']): void {
    if (this.#closing.begun) return
    if (state === 'connected') this.#events.onConnected()
    else if (state === 'disconnected') this.#events.onDisconnected()
    else if (state === 'failed') this.#events.onFailed()
  }
}
