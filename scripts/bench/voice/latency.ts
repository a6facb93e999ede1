import { setTimeout as after } from 'node:timers/promises'
import { FRAME_MS } from '../../../shared/audio-format.ts'
import { type Measurement, quantile } from '../measurement.ts'
import { ms, partnerTone, type VoiceBench } from './voice-bench.ts'

const TURNS = 40

/** RTP in to Live message out, on a perfect network: p50 at most 25 ms, p99 at most 60 ms. */
export async function packetsToMessages(bench: VoiceBench): Promise<Measurement[]> {
  const { latenciesMs } = await bench.clean()
  return [
    ms('RTP in to Live message out p50', quantile(latenciesMs, 0.5), { atMost: 25 }),
    ms('RTP in to Live message out p99', quantile(latenciesMs, 0.99), { atMost: 60 }),
  ]
}

/** Live audio in to RTP out: p50 at most 25 ms. */
export async function modelToPackets(bench: VoiceBench): Promise<Measurement[]> {
  // Recordings of the service show 200 ms a message; smaller ones in real time are what is hardest on a start
  // without a buffer.
  const large = await firstSounds(bench, { messageMs: 200, everyMs: 0 })
  const small = await firstSounds(bench, { messageMs: 40, everyMs: 40 })
  return [
    ...figures('Live audio in to RTP out, 200 ms a message', large),
    ...figures('Live audio in to RTP out, 40 ms every 40 ms', small),
  ]
}

function figures(name: string, { delaysMs, underruns }: FirstSounds): Measurement[] {
  return [
    ms(`${name}: p50`, quantile(delaysMs, 0.5), { atMost: 25 }),
    ms(`${name}: p95`, quantile(delaysMs, 0.95)),
    { name: `${name}: underruns in ${TURNS} turns`, value: underruns, unit: '' },
  ]
}

interface FirstSounds {
  delaysMs: number[]
  /** In all turns together. */
  underruns: number
}

async function firstSounds(
  bench: VoiceBench,
  { messageMs, everyMs }: { messageMs: number; everyMs: number },
): Promise<FirstSounds> {
  await using talk = await bench.openTalk()
  const delaysMs: number[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    // Not in step with the 20 ms clock of the server, which would always show the same part of it.
    await after(100 + ((turn * 7) % FRAME_MS))
    const from = talk.caller.received.length
    const first = talk.caller.receives(1)
    const saidMs = performance.now()
    for (let spokenMs = 0; spokenMs < 200; spokenMs += messageMs) {
      // By the clock: waits that follow each other would add up their lateness.
      if (everyMs > 0) await after(Math.max(0, saidMs + (spokenMs / messageMs) * everyMs - performance.now()))
      talk.say(partnerTone(messageMs))
    }
    talk.completeTurn()
    await first
    delaysMs.push((talk.caller.received[from]?.atMs ?? Number.NaN) - saidMs)
    await talk.caller.receives(200 / FRAME_MS - (talk.caller.received.length - from))
  }
  await talk.hangUp()
  const ended = await talk.talk.event('state', ({ state }) => state === 'ended')
  return { delaysMs, underruns: ended.media?.underruns ?? Number.NaN }
}

/** `interrupted` to the last old packet: p95 at most 40 ms. */
export async function interruptedToSilence(bench: VoiceBench): Promise<Measurement[]> {
  await using talk = await bench.openTalk()
  const delays: number[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    talk.say(partnerTone(10_000))
    await talk.caller.receives(10)
    await after((turn * 7) % FRAME_MS)
    const interruptedMs = performance.now()
    talk.interrupt()
    await after(300)
    const lastMs = talk.caller.received.at(-1)?.atMs ?? Number.NaN
    delays.push(Math.max(0, lastMs - interruptedMs))
  }
  await talk.hangUp()
  return [
    ms('interrupted to last old packet p50', quantile(delays, 0.5)),
    ms('interrupted to last old packet p95', quantile(delays, 0.95), { atMost: 40 }),
  ]
}
