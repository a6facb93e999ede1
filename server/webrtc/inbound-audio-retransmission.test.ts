import { pino } from 'pino'
import { expect, it } from 'vitest'
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift'
import { FRAME_MS } from '../../shared/audio-format.ts'
import { iceCandidateInit } from '../../shared/ice.ts'
import { PlayoutClock } from '../audio/playout-clock.ts'
import { loadConfig } from '../config.ts'
import { namedPacket } from '../testing/jitter-buffer-script.ts'
import { PacedClock } from '../testing/paced-clock.ts'
import { WebRtcPeer } from './webrtc-peer.ts'

const PACKETS = 20
const LOST = [6, 10, 14]

/** A browser's end that keeps what it has sent, and loses some packets on the way. */
function openCaller(rtcpFeedback: { type: string }[], clock: PacedClock) {
  const connection = new RTCPeerConnection({
    codecs: {
      audio: [
        new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, rtcpFeedback }),
      ],
      video: [],
    },
    iceServers: [{ urls: 'stun:127.0.0.1:9' }],
    iceStunGatherTimeout: 0.001,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  })
  const { sender } = connection.addTransceiver('audio', { direction: 'sendrecv' })
  async function speak(): Promise<void> {
    const startMs = clock.nowMs()
    for (let sequenceNumber = 0; sequenceNumber < PACKETS; sequenceNumber++) {
      const header = new RtpHeader({ sequenceNumber, timestamp: sequenceNumber * 960 })
      const transport = sender.dtlsTransport
      const send = transport.sendRtp
      // Below the sender's memory of what it sent, as a network is.
      if (LOST.includes(sequenceNumber)) transport.sendRtp = async () => 0
      await sender.sendRtp(new RtpPacket(header, Buffer.from(namedPacket(sequenceNumber, { fec: false }))))
      transport.sendRtp = send
      // By the clock: timers that are each a little late would look like a network that grows slower.
      await clock.pass(startMs + (sequenceNumber + 1) * FRAME_MS - clock.nowMs())
    }
  }
  return { connection, speak }
}

async function speakThrough(rtcpFeedback: { type: string }[]) {
  // On a machine that is busy nobody comes too late.
  using clock = new PacedClock(1)
  const { connection, speak } = openCaller(rtcpFeedback, clock)
  const { ice } = loadConfig({})
  const playoutClock = new PlayoutClock({
    clock,
    onError: (error) => {
      throw error
    },
  })
  const peer = new WebRtcPeer({
    ice,
    iceServers: [],
    playoutClock,
    clock,
    log: pino({ level: 'silent' }),
    events: {
      onConnected: () => {},
      onDisconnected: () => {},
      onFailed: () => {},
      onLeft: () => {},
      onFrame: () => {},
      onCandidate: (candidate) => {
        connection.addIceCandidate(candidate).catch(() => undefined)
      },
    },
  })
  try {
    const connected = new Promise<void>((resolve) => {
      connection.connectionStateChange.subscribe((state) => {
        if (state === 'connected') resolve()
      })
    })
    connection.onIceCandidate.subscribe((each) => {
      peer.addCandidate(each ? iceCandidateInit.parse(each.toJSON()) : null).catch(() => undefined)
    })
    const offer = await connection.createOffer()
    const sdp = await peer.answer(offer.sdp)
    const gathered = connection.setLocalDescription(offer)
    await connection.setRemoteDescription({ type: 'answer', sdp })
    await Promise.all([gathered, connected])
    await speak()
    return peer.stats()
  } finally {
    await Promise.all([peer.close(), connection.close()])
    playoutClock.close()
  }
}

it('a lost packet is asked for, and comes again in time', async () => {
  const { packetsReceived, packetsLost } = await speakThrough([{ type: 'nack' }])
  expect({ packetsReceived, packetsLost }).toEqual({ packetsReceived: PACKETS, packetsLost: 0 })
})

it('a sender that cannot send again is not asked', async () => {
  const stats = await speakThrough([])
  expect(stats).toMatchObject({ packetsReceived: PACKETS - LOST.length, packetsLost: LOST.length })
})
