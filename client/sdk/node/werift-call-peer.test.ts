import { EventEmitter, once } from 'node:events'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift'
import { loadConfig } from '../../../server/config.ts'
import { Coturn } from '../../../server/testing/network/coturn.ts'
import { ensureTurnserver } from '../../../server/testing/network/find-turnserver.ts'
import { iceServersFor } from '../../../server/webrtc/ice-servers.ts'
import type { IceCandidateInit } from '../../../shared/ice.ts'
import type { IceSetup } from '../call-peer.ts'
import { type PartnerPacket, WeriftCallPeer } from './werift-call-peer.ts'

const host: IceSetup = { iceServers: [], iceTransportPolicy: 'all' }
/** What happens at the peer under test, and at the far end. */
let happens: EventEmitter
let peer: WeriftCallPeer
let far: RTCPeerConnection
let heard: PartnerPacket[]
/** Candidates of the peer under test. */
let told: IceCandidateInit[]

beforeEach(() => {
  happens = new EventEmitter()
  heard = []
  told = []
  peer = new WeriftCallPeer({
    events: {
      onCandidate: (candidate) => {
        // The answer may still be on its way; the far end keeps what comes early.
        if (!candidate) return
        told.push(candidate)
        void far.addIceCandidate(candidate)
      },
      onConnectionState: (state) => happens.emit(state),
      onTrouble: () => {},
    },
    onPacket: (packet) => {
      heard.push(packet)
      happens.emit('packet')
    },
  })
  far = new RTCPeerConnection({
    codecs: {
      audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 })],
    },
    iceServers: [{ urls: 'stun:127.0.0.1:9' }],
    iceStunGatherTimeout: 0.001,
    // coturn relays from there, and so it is where a relayed end can be heard whatever the network.
    iceAdditionalHostAddresses: ['127.0.0.1'],
  })
})
afterEach(async () => {
  await Promise.all([peer.close(), far.close()])
})

async function answerTo(offer: string): Promise<void> {
  far.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe((packet) => happens.emit('far packet', packet))
  })
  far.onIceCandidate.subscribe((candidate) => {
    if (candidate) void peer.addCandidate(plain(candidate.toJSON()))
  })
  await far.setRemoteDescription({ type: 'offer', sdp: offer })
  const transceiver = far.getTransceivers()[0]
  transceiver?.setDirection('sendrecv')
  const answer = await far.createAnswer()
  const applied = peer.acceptAnswer(answer.sdp)
  await Promise.all([far.setLocalDescription(answer), applied])
}

const plain = ({
  candidate,
  sdpMid,
}: {
  candidate: string
  sdpMid?: string | null | undefined
}): IceCandidateInit => ({
  candidate,
  ...(sdpMid == null ? {} : { sdpMid }),
})

async function connect(): Promise<void> {
  const connected = once(happens, 'connected')
  await answerTo(await peer.createOffer(host))
  await connected
}

/** Packets are sent until one has come: the first ones may find the far end not quite ready. */
async function firstAtFarEnd(payload: Uint8Array): Promise<RtpPacket> {
  const timer = setInterval(() => peer.sendPacket(payload), 20)
  try {
    const [packet] = await once(happens, 'far packet')
    return packet
  } finally {
    clearInterval(timer)
  }
}

test('offers Opus with forward error correction, and waits for no candidate to do so', async () => {
  const startMs = performance.now()
  const offer = await peer.createOffer(host)
  expect(performance.now() - startMs).toBeLessThan(500)
  expect(offer).toMatch(/a=rtpmap:\d+ opus\/48000\/2/)
  expect(offer).toContain('useinbandfec=1')
})

test('carries packets both ways, with their times', async () => {
  await connect()
  expect([...(await firstAtFarEnd(new Uint8Array([1, 2, 3]))).payload]).toEqual([1, 2, 3])
  const header = new RtpHeader({ sequenceNumber: 65_535, timestamp: 4_000_000_000 })
  const timer = setInterval(() => {
    void far.getSenders()[0]?.sendRtp(new RtpPacket(header, Buffer.from([9])))
  }, 20)
  await once(happens, 'packet').finally(() => clearInterval(timer))
  expect(heard[0]).toMatchObject({
    payload: Buffer.from([9]),
    sequenceNumber: 65_535,
    timestamp: 4_000_000_000,
  })
})

test('sends silence while muted, not nothing', async () => {
  await connect()
  peer.setMuted(true)
  expect([...(await firstAtFarEnd(new Uint8Array([1, 2, 3]))).payload]).toEqual([0xf8, 0xff, 0xfe])
})

test('a second offer is another connection, and the first one falls silent', async () => {
  const first = await peer.createOffer(host)
  const second = await peer.createOffer(host)
  const ufrag = (sdp: string) => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1]
  expect(ufrag(second)).not.toBe(ufrag(first))
  const connected = once(happens, 'connected')
  await answerTo(second)
  await connected
})

test('drops its connection and can make another', async () => {
  await connect()
  peer.dropConnection()
  peer.sendPacket(new Uint8Array([1]))
  expect(await peer.createOffer(host)).toContain('opus')
})

describe('through a TURN server alone', () => {
  // Not within a test's time: on a fresh machine it is installed here.
  beforeAll(() => void ensureTurnserver(), 300_000)

  test('connects through its relay, though it was told where to before it had one', async () => {
    const secret = 'a secret that both know'
    await using coturn = await Coturn.start({ secret })
    const settings = loadConfig({ TURN_URLS: coturn.url('udp'), TURN_SECRET: secret })
    const iceServers = iceServersFor(settings.ice, 'user', new Date())
    const connected = once(happens, 'connected')
    await answerTo(await peer.createOffer({ iceServers, iceTransportPolicy: 'relay' }))
    await connected
    expect([...(await firstAtFarEnd(new Uint8Array([1, 2, 3]))).payload]).toEqual([1, 2, 3])
    expect(told.map(({ candidate }) => / typ (\w+)/.exec(candidate)?.[1])).toEqual(['relay'])
  })
})

test('can be closed before it began, twice, and sends nothing after', async () => {
  peer.sendPacket(new Uint8Array([1]))
  await Promise.all([peer.close(), peer.close()])
  peer.sendPacket(new Uint8Array([1]))
})
