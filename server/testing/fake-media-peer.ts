import type { IceCandidateInit } from '../../shared/ice.ts'
import type { MediaStats } from '../../shared/media-stats.ts'
import { TalkError } from '../errors.ts'
import type { NegotiatedMediaPeer, NegotiatedMediaPeerEvents } from '../talk/media-peer.ts'

/** A user's end without a network: the test speaks through `events`, and what would be heard is kept. */
export class FakeMediaPeer implements NegotiatedMediaPeer {
  readonly events: NegotiatedMediaPeerEvents
  readonly sent: { frame: Int16Array; tick: number }[] = []
  readonly candidates: (IceCandidateInit | null)[] = []
  closed = 0

  constructor(events: NegotiatedMediaPeerEvents) {
    this.events = events
  }

  async answer(offerSdp: string): Promise<string> {
    if (offerSdp === 'broken') throw new TalkError('badOffer', 'The offer is broken.')
    return `answer to ${offerSdp}`
  }

  async addCandidate(candidate: IceCandidateInit | null): Promise<void> {
    this.candidates.push(candidate)
  }

  sendFrame(frame: Int16Array, tick: number): void {
    this.sent.push({ frame: frame.slice(), tick })
  }

  stats(): MediaStats {
    return { packetsReceived: 0, packetsLost: 0, packetsSent: this.sent.length }
  }

  async close(): Promise<void> {
    this.closed++
  }
}
