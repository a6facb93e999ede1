import type { PeerReading } from './call-peer.ts'

/** The entries of a stats report, as far as they are read here (W3C webrtc-stats). */
interface StatsEntry {
  type: string
  [name: string]: unknown
}

/**
 * Reads a stats report. What counts as received is sound and RTCP reports: the transport's packets, and where a
 * browser has no such entry, the packets of sound and the reports of the far end. ICE's checks do not count: they
 * are answered on a path over which nothing is sent any more, as after an ICE restart that only half came through.
 */
export function readingOf(entries: Iterable<StatsEntry>): PeerReading {
  let received = 0
  let selected: StatsEntry | undefined
  let inbound: StatsEntry | undefined
  let remote: StatsEntry | undefined
  const candidates = new Map<unknown, unknown>()
  for (const entry of entries) {
    if (entry.type === 'transport') received += count(entry.packetsReceived)
    else if (entry.type === 'candidate-pair') {
      if (entry.nominated === true && entry.state === 'succeeded') selected = entry
    } else if (entry.type === 'inbound-rtp') {
      inbound = entry
      received += count(entry.packetsReceived)
    } else if (entry.type === 'remote-inbound-rtp') {
      remote = entry
      received += count(entry.roundTripTimeMeasurements)
    } else if (entry.type === 'local-candidate' || entry.type === 'remote-candidate') {
      candidates.set(entry.id, entry.candidateType)
    }
  }
  return {
    received,
    ...milliseconds('rttMs', selected?.currentRoundTripTime ?? remote?.roundTripTime),
    ...milliseconds('jitterMs', inbound?.jitter),
    ...(inbound ? { packetsReceived: count(inbound.packetsReceived) } : {}),
    ...(inbound ? { packetsLost: count(inbound.packetsLost) } : {}),
    ...(remote ? { fractionLost: count(remote.fractionLost) } : {}),
    ...(selected
      ? {
          relayed: [selected.localCandidateId, selected.remoteCandidateId].some(
            (id) => candidates.get(id) === 'relay',
          ),
        }
      : {}),
  }
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function milliseconds<Name extends 'rttMs' | 'jitterMs'>(name: Name, seconds: unknown) {
  return typeof seconds === 'number' ? { [name]: seconds * 1000 } : {}
}
