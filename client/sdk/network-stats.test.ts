import { expect, test } from 'vitest'
import type { PeerReading } from './call-peer.ts'
import { networkStats } from './network-stats.ts'

const reading = (more: Partial<PeerReading> = {}): PeerReading => ({ received: 1, ...more })

test.each<[string, string, Partial<PeerReading>, Partial<PeerReading>?]>([
  ['nothing known is no trouble', 'good', {}],
  ['a near server', 'good', { rttMs: 40, jitterMs: 5, packetsReceived: 500, packetsLost: 2 }],
  ['another continent', 'fair', { rttMs: 380 }],
  ['a satellite', 'poor', { rttMs: 650 }],
  ['a full Wi-Fi', 'fair', { jitterMs: 60 }],
  ['worse than any buffer', 'poor', { jitterMs: 150 }],
  ['a tenth of the user lost', 'fair', { fractionLost: 0.1 }],
  ['a fifth of the user lost', 'poor', { fractionLost: 0.2 }],
  ['a tenth of the partner lost', 'fair', { packetsReceived: 90, packetsLost: 10 }],
  [
    'a loss of long ago',
    'good',
    { packetsReceived: 300, packetsLost: 50 },
    { packetsReceived: 50, packetsLost: 50 },
  ],
  ['a packet that came late after all', 'good', { packetsReceived: 9, packetsLost: 3 }, { packetsLost: 4 }],
])('%s is %s', (_, quality, now, earlier) => {
  expect(networkStats(reading(now), earlier && reading(earlier)).quality).toBe(quality)
})

test('numbers that are not known are left out', () => {
  expect(networkStats(reading({ rttMs: 12 }), undefined)).toEqual({
    quality: 'good',
    rttMs: 12,
    lossPercent: 0,
  })
})
