import { createSocket } from 'node:dgram'
import { setTimeout as after } from 'node:timers/promises'
import { parseCandidateLine } from '../../../server/testing/network/candidate-line.ts'
import {
  mediaOf,
  procedures,
  type SocketTarget,
  throwBrokenFrames,
  throwHalfFrames,
  throwMessages,
} from '../../../server/testing/network/hostile-sockets.ts'
import { type DatagramKind, malformedDatagrams } from '../../../server/testing/network/malformed-datagrams.ts'
import { soundPassesOver } from '../../../server/testing/network/sound-over-socket.ts'
import { tone, toneShare } from '../../../server/testing/network/tone.ts'
import type { TwoEndedTalk } from '../../../server/testing/network/two-ended-talk.ts'
import { UdpLink } from '../../../server/testing/network/udp-link.ts'
import { RealtimeClient } from '../../../server/testing/realtime-client.ts'
import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../../shared/audio-format.ts'
import type { Measurement } from '../measurement.ts'
import { PARTNER_HZ, partnerTone, type VoiceBench } from './voice-bench.ts'

const PER_KIND = 1_000
const USER_HZ = 440
const SOUND_WITHIN_MS = 10_000

const datagramKinds: DatagramKind[] = ['rtp', 'rtcp', 'stun', 'dtls']
const socketAttacks: Record<string, (target: SocketTarget, count: number) => Promise<void>> = {
  'WebSocket messages': throwMessages,
  'frames that break the WebSocket protocol': throwBrokenFrames,
  'WebSocket frames cut short': throwHalfFrames,
}

/**
 * Malformed packets of each kind into a running talk, one talk a kind: does its sound go on afterwards?
 *
 * @param perKind how many to each place: to the talk's UDP ports from a stranger and from where its user is, or to
 * sockets that hold the talk's media and to sockets of the procedures
 */
export async function malformedPackets(bench: VoiceBench, perKind = PER_KIND): Promise<Measurement[]> {
  const results: Measurement[] = []
  const add = (kind: string, goesOn: boolean) =>
    results.push({
      name: `sound goes on after ${perKind} malformed ${kind}`,
      value: goesOn ? 1 : 0,
      unit: 'of 1 talk',
      target: { atLeast: 1 },
    })
  for (const kind of datagramKinds) add(`${kind} datagrams`, await outlivesDatagrams(bench, kind, perKind))
  for (const [kind, attack] of Object.entries(socketAttacks))
    add(kind, await outlivesSockets(bench, (target) => attack(target, perKind)))
  return results
}

async function outlivesDatagrams(bench: VoiceBench, kind: DatagramKind, count: number): Promise<boolean> {
  await using link = await UdpLink.open()
  await using talk = await bench.openTalk({ candidateFilter: link })
  const microphone = talk.startMicrophone(userTone)
  await talk.hears(400)
  await throwDatagrams({ talk, link, kind, count })
  return await inTime(async () => {
    while (toneShare(await talk.hears(400), USER_HZ, INBOUND_SAMPLE_RATE_HZ) < 0.9);
    // One after the other: who speaks into the partner's words is taken for interrupting them.
    microphone[Symbol.dispose]()
    talk.say(partnerTone(2_000))
    while (toneShare(await talk.receives(400), PARTNER_HZ, INBOUND_SAMPLE_RATE_HZ) < 0.9);
  })
}

/** The media go to whoever asks for them by the talk's id; afterwards the user does. */
async function outlivesSockets(
  bench: VoiceBench,
  attack: (target: SocketTarget) => Promise<void>,
): Promise<boolean> {
  const { url } = bench.server
  await using talk = await bench.openTalk()
  await attack(mediaOf(url, talk.talkId))
  await attack(procedures(url))
  await using client = await new RealtimeClient(url, `talk=${talk.talkId}`).opened()
  await client.frame({ type: 'talk' })
  return await inTime(() => soundPassesOver(client, talk))
}

function inTime(soundPasses: () => Promise<void>): Promise<boolean> {
  return Promise.race([soundPasses().then(() => true), after(SOUND_WITHIN_MS, false, { ref: false })])
}

function userTone(index: number): Int16Array {
  const from = index * INBOUND_FRAME_SAMPLES
  return tone(USER_HZ, { sampleRateHz: INBOUND_SAMPLE_RATE_HZ, samples: INBOUND_FRAME_SAMPLES, from })
}

async function throwDatagrams({
  talk,
  link,
  kind,
  count,
}: {
  talk: TwoEndedTalk
  link: UdpLink
  kind: DatagramKind
  count: number
}): Promise<void> {
  const ports = talk.talk.events.flatMap((event) =>
    event.type === 'candidate' ? (parseCandidateLine(event.candidate?.candidate ?? '')?.port ?? []) : [],
  )
  const stranger = createSocket('udp4')
  for (const [i, datagram] of malformedDatagrams(kind, count).entries()) {
    for (const port of ports) stranger.send(datagram, port, '127.0.0.1', () => {})
    link.inject('toServer', datagram)
    // No more at once than the server's sockets hold.
    if (i % 20 === 0) await after(1)
  }
  stranger.close()
}
