import type { IceCandidateInit } from '../../shared/ice.ts'
import type { CallPeer, IceSetup } from './call-peer.ts'
import type { TalkApi } from './talk-api.ts'

/**
 * What both ends of a talk say to each other to make a WebRTC connection, mend it or make another one (JSEP, RFC
 * 8829; trickle ICE, RFC 8838). Keeps the order in which things must be said, and forgets what was said of an
 * earlier offer. Owned by `WebRtcLink`; the peer stays its owner's.
 */
export class Negotiation {
  readonly #peer: CallPeer
  readonly #client: TalkApi
  #talkId: string | undefined
  /** Counts the offers. */
  #generation = 0
  /** Local candidates that the server could not place yet; undefined once it can. */
  #held: (IceCandidateInit | null)[] | undefined = []
  /** The peer takes answers and candidates one after another, in the order they came in. */
  #remote: Promise<void> = Promise.resolve()

  constructor({ peer, client }: { peer: CallPeer; client: TalkApi }) {
    this.#peer = peer
    this.#client = client
  }

  /** The answer to the offer that began the talk. @throws when the peer cannot take it */
  async answered(talkId: string, sdp: string): Promise<void> {
    this.#talkId = talkId
    const accepted = this.#enqueue(() => this.#peer.acceptAnswer(sdp))
    this.#release()
    await accepted
  }

  /** An ICE restart of the connection there is. @throws what the server or the peer says */
  async restart(talkId: string): Promise<void> {
    if (!this.#peer.restartOffer) return
    this.#begin(talkId)
    await this.#offer(talkId, this.#peer.restartOffer())
  }

  /** A new connection for a talk that runs. @throws what the server or the peer says */
  async replace(talkId: string, ice: IceSetup): Promise<void> {
    const generation = this.#begin(talkId)
    // Credentials of a TURN server are short-lived, so they are asked for anew.
    const iceServers = await this.#client.server.iceServers.query().catch(() => ice.iceServers)
    if (generation === this.#generation)
      await this.#offer(talkId, this.#peer.createOffer({ ...ice, iceServers }))
  }

  /** Whatever is being said now comes to nothing. */
  forget(): void {
    this.#generation++
    this.#held = []
  }

  /** The server's. One that cannot be used leaves the others; whether they are enough, time will tell. */
  addCandidate(candidate: IceCandidateInit | null): void {
    this.#enqueue(() => this.#peer.addCandidate(candidate)).catch(() => {})
  }

  /** The peer's. One that is lost leaves the others too. */
  sendCandidate(candidate: IceCandidateInit | null): void {
    const talkId = this.#talkId
    if (this.#held || talkId === undefined) this.#held = [...(this.#held ?? []), candidate]
    else this.#client.talk.candidate.mutate({ talkId, candidate }).catch(() => {})
  }

  #begin(talkId: string): number {
    this.#talkId = talkId
    this.#held = []
    // Nothing waits any more for what was said of the offer before.
    this.#remote = Promise.resolve()
    return ++this.#generation
  }

  /** Its candidates wait for the answer: before it, the server would take them for the earlier connection's. */
  #offer(talkId: string, offer: Promise<string>): Promise<void> {
    const generation = this.#generation
    // Should nobody get to await it.
    offer.catch(() => {})
    return this.#enqueue(async () => {
      try {
        const sent = { type: 'offer', sdp: await offer } as const
        const { sdp } = await this.#client.talk.restart.mutate({ talkId, offer: sent })
        if (generation !== this.#generation) return
        await this.#peer.acceptAnswer(sdp)
        if (generation === this.#generation) this.#release()
      } catch (error) {
        // What becomes of an offer that is given up already is nobody's business.
        if (generation === this.#generation) throw error
      }
    })
  }

  #release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const candidate of held) this.sendCandidate(candidate)
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    const generation = this.#generation
    const done = this.#remote.then(() => (generation === this.#generation ? task() : undefined))
    this.#remote = done.catch(() => {})
    return done
  }
}
