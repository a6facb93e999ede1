import type { PeerReading } from './call-peer.ts'
import type { MediaTransport } from './media-transport.ts'

/** How good the way of the sound is: `good` is not noticed, `fair` is heard now and then, `poor` disturbs. */
export type NetworkQuality = 'good' | 'fair' | 'poor'

/** How the sound is carried at this moment. Over a WebSocket nothing can be measured, and the numbers are missing. */
export interface NetworkStats {
  transport: MediaTransport
  quality: NetworkQuality
  rttMs?: number
  jitterMs?: number
  /** The worse of both directions over the last seconds, 0 to 100. */
  lossPercent?: number
  relayed?: boolean
}

/** Conversation stays natural up to 150 ms one way (ITU-T G.114); past 250 ms both begin to talk at once. */
const RTT_MS = { good: 300, fair: 500 }
/** In-band FEC rebuilds single losses, so a few percent are not heard. */
const LOSS_PERCENT = { good: 4, fair: 12 }
/** Jitter buffers on both sides take up 60 ms without a gap. */
const JITTER_MS = { good: 40, fair: 80 }

/** @param earlier a reading from some seconds before, so that the loss is that of now and not of the whole call */
export function networkStats(
  reading: PeerReading,
  earlier: PeerReading | undefined,
): Omit<NetworkStats, 'transport'> {
  const lossPercent = 100 * Math.max(reading.fractionLost ?? 0, inboundLoss(reading, earlier))
  const { rttMs, jitterMs, relayed } = reading
  const worst = Math.max(
    step(rttMs ?? 0, RTT_MS),
    step(lossPercent, LOSS_PERCENT),
    step(jitterMs ?? 0, JITTER_MS),
  )
  return {
    quality: worst === 0 ? 'good' : worst === 1 ? 'fair' : 'poor',
    lossPercent,
    ...(rttMs === undefined ? {} : { rttMs }),
    ...(jitterMs === undefined ? {} : { jitterMs }),
    ...(relayed === undefined ? {} : { relayed }),
  }
}

function inboundLoss(reading: PeerReading, earlier: PeerReading | undefined): number {
  const received = (reading.packetsReceived ?? 0) - (earlier?.packetsReceived ?? 0)
  // It may fall, when a packet that was given up comes late.
  const lost = Math.max(0, (reading.packetsLost ?? 0) - (earlier?.packetsLost ?? 0))
  return received + lost > 0 ? Math.min(1, lost / (received + lost)) : 0
}

function step(value: number, limits: { good: number; fair: number }): number {
  if (value <= limits.good) return 0
  return value <= limits.fair ? 1 : 2
}
