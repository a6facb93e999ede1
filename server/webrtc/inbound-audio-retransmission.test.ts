import { setTimeout as after } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift'
import { FRAME_MS } from '../../shared/audio-format.ts'
import { iceCandidateInit } from '../../shared/ice.ts'
import { PlayoutClock } from '../audio/playout-clock.ts'
import { systemClock } from '../clock.ts'
import { loadConfig } from '../config.ts'
import { namedPacket } from '../testing/jitter-buffer-script.ts'
import { WebRtcPeer } from './webrtc-peer.ts'

const PACKETS = 20
const LOST = [6, 10, 14]

/** A browser's end that keeps what it has sent, and loses some packets on the way. */
function openCaller(rtcpFeedback: { type: string }[]) {
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
    const startMs = performance.now()
    for (let sequenceNumber = 0; sequenceNumber < PACKETS; sequenceNumber++) {
      const header = new RtpHeader({ sequenceNumber, timestamp: sequenceNumber * 960 })
      const transport = sender.dtlsTransport
      const send = transport.sendRtp
      // Below the sender's memory of what it sent, as a network is.
      if (LOST.includes(sequenceNumber)) transport.sendRtp = async () => 0
      await sender.sendRtp(new RtpPacket(header, Buffer.from(namedPacket(sequenceNumber, { fec: false }))))
      transport.sendRtp = send
      // By the clock: timers that are each a little late would look like a network that grows slower.
      await after(Math.max(0, startMs + (sequenceNumber + 1) * FRAME_MS - performance.now()))
    }
  }
  return { connection, speak }
}

async function speakThrough(rtcpFeedback: { type: string }[]) {
  const { connection, speak } = openCaller(rtcpFeedback)
  const { ice } = loadConfig({})
  const playoutClock = new PlayoutClock({
    clock: systemClock,
    onError: (error) => {
      throw error
    },
  })
  const peer = new WebRtcPeer({
    ice,
    iceServers: [],
    playoutClock,
    clock: systemClock,
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
  // Not all, should this machine be too slow for one of them just now.
  expect(packetsReceived).toBeGreaterThan(PACKETS - LOST.length)
  expect(packetsLost).toBeLessThan(LOST.length)
})

it('a sender that cannot send again is not asked', async () => {
  const stats = await speakThrough([])
  expect(stats).toMatchObject({ packetsReceived: PACKETS - LOST.length, packetsLost: LOST.length })
})
