import { setTimeout as wait } from 'node:timers/promises'
import { OpusEncoder } from '../../server/audio/opus-encoder.ts'
import { FRAME_MS } from '../../shared/audio-format.ts'

/** In `duplex`: long enough to be taken for the end of a turn, so that the partner begins. */
const DUPLEX_PAUSE_MS = 1_000

/** What every talk's user says, encoded once: packets of 20 ms, the pause after the words included. */
export function spokenLoop(options: {
  samples: Int16Array
  sampleRateHz: 16_000 | 24_000 | 48_000
  duty: 'conversation' | 'duplex'
}): Uint8Array[] {
  const { samples, sampleRateHz, duty } = options
  const encoder = new OpusEncoder({ sampleRateHz })
  try {
    const frameSamples = (sampleRateHz * FRAME_MS) / 1000
    const spoken = Math.ceil(samples.length / frameSamples)
    const frames = spoken + (duty === 'conversation' ? spoken : DUPLEX_PAUSE_MS / FRAME_MS)
    return Array.from({ length: frames }, (_, i) => {
      const frame = new Int16Array(frameSamples)
      frame.set(samples.subarray(i * frameSamples, (i + 1) * frameSamples))
      return encoder.encode(frame).slice()
    })
  } finally {
    encoder.close()
  }
}

/** Sends them over and over, one each 20 ms on the average, until the signal. */
export async function speakLoop(
  packets: readonly Uint8Array[],
  send: (packet: Uint8Array) => void,
  signal: AbortSignal,
): Promise<void> {
  const beganMs = performance.now()
  for (let sent = 0; !signal.aborted; sent++) {
    const packet = packets[sent % packets.length]
    if (packet) send(packet)
    const dueMs = beganMs + (sent + 1) * FRAME_MS
    await wait(Math.max(0, dueMs - performance.now()))
  }
}
