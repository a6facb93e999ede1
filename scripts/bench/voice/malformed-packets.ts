import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as after } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { parseCandidateLine } from '../../../server/testing/network/candidate-line.ts'
import { type DatagramKind, malformedDatagrams } from '../../../server/testing/network/malformed-datagrams.ts'
import { tone, toneShare } from '../../../server/testing/network/tone.ts'
import type { TwoEndedTalk } from '../../../server/testing/network/two-ended-talk.ts'
import { UdpLink } from '../../../server/testing/network/udp-link.ts'
import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../../shared/audio-format.ts'
import type { Measurement } from '../measurement.ts'
import { PARTNER_HZ, partnerTone, type VoiceBench } from './voice-bench.ts'

const MALFORMED_PER_KIND = 1_000
const FRAMES_PER_SOCKET = 50
const USER_HZ = 440

/** 1,000 malformed packets of each kind into a running talk: it goes on. */
export async function malformedPackets(bench: VoiceBench): Promise<Measurement[]> {
  const kinds: DatagramKind[] = ['rtp', 'rtcp', 'stun', 'dtls']
  let survived = 0
  for (const kind of kinds) if (await outlives(bench, (talk, link) => throwAt(talk, link, kind))) survived++
  if (await outlives(bench, () => throwFramesAt(bench.server.url))) survived++
  return [
    {
      name: `talks that went on after ${MALFORMED_PER_KIND} malformed packets (${kinds.join(', ')}, websocket)`,
      value: survived,
      unit: `of ${kinds.length + 1}`,
      target: { atLeast: kinds.length + 1 },
    },
  ]
}

async function outlives(
  bench: VoiceBench,
  trouble: (talk: TwoEndedTalk, link: UdpLink) => Promise<void>,
): Promise<boolean> {
  await using link = await UdpLink.open()
  await using talk = await bench.openTalk({ candidateFilter: link })
  using _microphone = talk.startMicrophone(userTone)
  talk.say(partnerTone(60_000))
  await Promise.all([talk.hears(400), talk.receives(400)])
  await trouble(talk, link)
  const goesOn = Promise.all([talk.hears(1_000), talk.receives(1_000)]).then(
    ([atPartner, atUser]) =>
      toneShare(atPartner, USER_HZ, INBOUND_SAMPLE_RATE_HZ) > 0.9 &&
      toneShare(atUser, PARTNER_HZ, INBOUND_SAMPLE_RATE_HZ) > 0.9,
  )
  return await Promise.race([goesOn, after(5_000, false, { ref: false })])
}

function userTone(index: number): Int16Array {
  const from = index * INBOUND_FRAME_SAMPLES
  return tone(USER_HZ, { sampleRateHz: INBOUND_SAMPLE_RATE_HZ, samples: INBOUND_FRAME_SAMPLES, from })
}

async function throwAt(talk: TwoEndedTalk, link: UdpLink, kind: DatagramKind): Promise<void> {
  const ports = talk.talk.events.flatMap((event) =>
    event.type === 'candidate' ? (parseCandidateLine(event.candidate?.candidate ?? '')?.port ?? []) : [],
  )
  const stranger = createSocket('udp4')
  for (const [i, datagram] of malformedDatagrams(kind, MALFORMED_PER_KIND).entries()) {
    for (const port of ports) stranger.send(datagram, port, '127.0.0.1', () => {})
    link.inject('toServer', datagram)
    // No more at once than the server's sockets hold.
    if (i % 20 === 0) await after(1)
  }
  stranger.close()
}

async function throwFramesAt(url: string): Promise<void> {
  const datagrams = malformedDatagrams('dtls', MALFORMED_PER_KIND)
  for (let at = 0; at < datagrams.length; at += FRAMES_PER_SOCKET) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`)
    socket.on('error', () => {})
    await once(socket, 'open')
    for (const [i, bytes] of datagrams.slice(at, at + FRAMES_PER_SOCKET).entries()) {
      socket.send(i % 2 === 0 ? bytes : Buffer.from(bytes).toString('latin1'))
    }
    socket.close()
    await once(socket, 'close')
  }
}
