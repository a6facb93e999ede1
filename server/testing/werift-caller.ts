import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { RpcClient } from './rpc-client.ts'
import { connectTalk } from './rpc-client.ts'

/** A stranger's WebRTC peer, made of werift alone: sends Opus packets as they are and keeps what comes back. */
export class WeriftCaller implements AsyncDisposable {
  readonly received: { timestamp: number; payload: Uint8Array }[] = []
  readonly connection = new RTCPeerConnection({
    codecs: {
      audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 })],
      video: [],
    },
    // Keeps werift from asking Google's STUN server.
    iceServers: [{ urls: 'stun:127.0.0.1:9' }],
    iceStunGatherTimeout: 0.001,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  })
  readonly #track = new MediaStreamTrack({ kind: 'audio' })
  #sequenceNumber = 0

  constructor() {
    this.connection.addTransceiver(this.#track, { direction: 'sendrecv' })
    this.connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ header, payload }) => {
        this.received.push({ timestamp: header.timestamp, payload })
      })
    })
  }

  async offer(): Promise<{ type: 'offer'; sdp: string }> {
    const offer = await this.connection.createOffer()
    return { type: 'offer', sdp: offer.sdp }
  }

  /** Offers, trickles both ways, and resolves once the connection is up. */
  async call(rpc: RpcClient, scenarioId: string) {
    const offer = await this.connection.createOffer()
    const talk = connectTalk(rpc, { scenarioId, offer: { type: 'offer', sdp: offer.sdp } })
    const { talkId, sdp } = await talk.event('answer')
    const connected = new Promise<void>((resolve) => {
      this.connection.connectionStateChange.subscribe((state) => {
        if (state === 'connected') resolve()
      })
    })
    this.connection.onIceCandidate.subscribe((candidate) => {
      rpc.talk.candidate.mutate({ talkId, candidate: candidate?.toJSON() ?? null }).catch(() => undefined)
    })
    const gathered = this.connection.setLocalDescription(offer)
    await this.connection.setRemoteDescription({ type: 'answer', sdp })
    const trickled = new Set<TalkEvent>()
    const trickle = () => {
      for (const event of talk.events) {
        if (event.type !== 'candidate' || trickled.has(event)) continue
        trickled.add(event)
        this.connection.addIceCandidate(event.candidate).catch(() => undefined)
      }
    }
    await talk.event('candidate', ({ candidate }) => candidate === null)
    trickle()
    await gathered
    await connected
    return { ...talk, talkId }
  }

  sendPacket(payload: Uint8Array): void {
    const sequenceNumber = this.#sequenceNumber++ & 0xffff
    const header = new RtpHeader({ sequenceNumber, timestamp: sequenceNumber * 960, payloadType: 111 })
    this.#track.writeRtp(new RtpPacket(header, Buffer.from(payload)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.close()
  }
}
