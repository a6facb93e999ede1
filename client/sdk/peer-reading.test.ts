import { expect, test } from 'vitest'
import { readingOf } from './peer-reading.ts'

/** As Chromium gives it, in a talk whose partner is silent, cut down to what is read. */
const report = [
  { type: 'transport', id: 'T', packetsReceived: 40, bytesReceived: 3_000 },
  { type: 'local-candidate', id: 'L', candidateType: 'host' },
  { type: 'remote-candidate', id: 'R', candidateType: 'host' },
  {
    type: 'candidate-pair',
    id: 'P1',
    state: 'succeeded',
    nominated: true,
    responsesReceived: 7,
    requestsReceived: 2,
    currentRoundTripTime: 0.031,
    localCandidateId: 'L',
    remoteCandidateId: 'R',
  },
  { type: 'candidate-pair', id: 'P2', state: 'failed', nominated: false, responsesReceived: 1 },
  { type: 'inbound-rtp', id: 'I', packetsReceived: 900, packetsLost: 9, jitter: 0.004 },
  { type: 'remote-inbound-rtp', id: 'RI', fractionLost: 0.05, roundTripTimeMeasurements: 3 },
]

test('a report is read into one reading', () => {
  expect(readingOf(report)).toEqual({
    received: 40 + 900 + 3,
    rttMs: 31,
    jitterMs: 4,
    packetsReceived: 900,
    packetsLost: 9,
    fractionLost: 0.05,
    relayed: false,
  })
})

test('answers of ICE alone are nothing received: sound may be gone all the same', () => {
  const later = report.map((entry) =>
    entry.type === 'candidate-pair' ? { ...entry, responsesReceived: 70, requestsReceived: 20 } : entry,
  )
  expect(readingOf(later).received).toBe(readingOf(report).received)
})

test('a relay on either side is a relay', () => {
  const relayed = report.map((entry) => (entry.id === 'R' ? { ...entry, candidateType: 'relay' } : entry))
  expect(readingOf(relayed).relayed).toBe(true)
})

test('a connection that has nothing yet is read as that', () => {
  expect(readingOf([])).toEqual({ received: 0 })
})
