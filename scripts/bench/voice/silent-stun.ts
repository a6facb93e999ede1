import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type Measurement, quantile } from '../measurement.ts'
import { ms, VoiceBench } from './voice-bench.ts'

const STARTS = 20

/** A STUN server that never answers, named to both ends: from the offer to the connection, p95 of 20 within 1.0 s. */
export async function silentStun(): Promise<Measurement[]> {
  const swallowing = createSocket('udp4').bind(0, '127.0.0.1')
  await once(swallowing, 'listening')
  const iceServers = [{ urls: `stun:127.0.0.1:${swallowing.address().port}` }]
  await using bench = await VoiceBench.open({ ICE_SERVERS: JSON.stringify(iceServers) })
  const connects: number[] = []
  for (let start = 0; start < STARTS; start++) {
    await using talk = await bench.openTalk({ iceServers })
    connects.push(talk.connectMs)
    await talk.hangUp()
  }
  swallowing.close()
  return [
    ms('connect p50 (STUN never answers)', quantile(connects, 0.5)),
    ms('connect p95 (STUN never answers)', quantile(connects, 0.95), { atMost: 1_000 }),
  ]
}
