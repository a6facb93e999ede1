import { pino } from 'pino'
import { FRAME_MS } from '../../../shared/audio-format.ts'
import { type IceCandidateInit, iceCandidateInit } from '../../../shared/ice.ts'
import { PlayoutClock } from '../../audio/playout-clock.ts'
import { loadConfig } from '../../config.ts'
import { WebRtcPeer } from '../../webrtc/webrtc-peer.ts'
import { FakeClock } from '../fake-clock.ts'
import { type CandidateFilter, WeriftCaller } from '../werift-caller.ts'
import { parseCandidateLine } from './candidate-line.ts'

/** What a peer says of its connection. */
export type PeerNews = 'connected' | 'disconnected' | 'failed' | 'left'

/**
 * The server's peer and its user's, with no server between them: what a stranger can do to the one is seen at the
 * other. The sockets are real; the peer's time is a fake one, which stands still. The creator disposes it.
 */
export class PeerCall implements AsyncDisposable {
  readonly clock = new FakeClock()
  readonly caller: WeriftCaller
  readonly peer: WebRtcPeer
  /** What the peer told, in order. */
  readonly news: PeerNews[] = []
  /** The peer's UDP ports. */
  readonly ports: number[] = []
  /** Frames of the user that the peer has given. */
  frames = 0
  answerSdp = ''
  readonly #filter: CandidateFilter | undefined
  readonly #playoutClock: PlayoutClock
  readonly #ofPeer: (IceCandidateInit | null)[] = []
  #waiting: (() => void)[] = []

  private constructor(filter: CandidateFilter | undefined) {
    this.#filter = filter
    this.caller = new WeriftCaller()
    this.#playoutClock = new PlayoutClock({
      clock: this.clock,
      onError(error) {
        throw error
      },
    })
    this.peer = new WebRtcPeer({
      ice: loadConfig({}).ice,
      iceServers: [],
      playoutClock: this.#playoutClock,
      clock: this.clock,
      log: pino({ level: 'silent' }),
      events: {
        onConnected: () => this.#tell('connected'),
        onDisconnected: () => this.#tell('disconnected'),
        onFailed: () => this.#tell('failed'),
        onLeft: () => this.#tell('left'),
        onFrame: () => {
          this.frames++
          this.#wake()
        },
        onCandidate: (candidate) => {
          this.#ofPeer.push(candidate)
          const line = candidate && parseCandidateLine(candidate.candidate)
          if (line) this.ports.push(line.port)
          this.#wake()
        },
      },
    })
  }

  /** Resolves when both ends are connected. */
  static async open(options: { candidateFilter?: CandidateFilter } = {}): Promise<PeerCall> {
    await using building = new AsyncDisposableStack()
    const call = building.use(new PeerCall(options.candidateFilter))
    await call.negotiate()
    await call.caller.connected()
    await call.until(() => call.news.includes('connected'))
    building.move()
    return call
  }

  /** One offer, its answer, and the candidates of both ends. */
  async negotiate(offerOptions: { iceRestart?: boolean } = {}): Promise<void> {
    const { connection } = this.caller
    const offer = await connection.createOffer(offerOptions)
    const ofPeerBefore = this.#ofPeer.length
    this.answerSdp = await this.peer.answer(offer.sdp)
    const ofCaller: Promise<void>[] = []
    const { unSubscribe } = connection.onIceCandidate.subscribe((each) => {
      const own = each && iceCandidateInit.parse(each.toJSON())
      const shown = own && this.#filter ? this.#filter.candidateForServer(own) : own
      if (shown) ofCaller.push(this.peer.addCandidate(shown))
    })
    const gathered = connection.setLocalDescription(offer)
    await connection.setRemoteDescription({ type: 'answer', sdp: this.answerSdp })
    await gathered
    unSubscribe()
    await Promise.all(ofCaller)
    await this.until(() => this.#ofPeer.slice(ofPeerBefore).includes(null))
    for (const candidate of this.#ofPeer.slice(ofPeerBefore)) {
      const shown = candidate && this.#filter ? this.#filter.candidateForClient(candidate) : candidate
      if (shown) await connection.addIceCandidate(shown)
    }
    // With DTLS up werift would leave the new generation's checks to the other side, which is the controlled one.
    if (offerOptions.iceRestart) for (const transport of connection.iceTransports) await transport.start()
  }

  /** Resolves as soon as it is so, looked at whenever the peer tells anything. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** The user speaks, and it is heard: again and again, for what is sent while ICE begins anew is lost. */
  async speak(packet: Uint8Array): Promise<void> {
    const before = this.frames
    const timer = setInterval(() => this.caller.sendPacket(packet), FRAME_MS)
    await this.until(() => this.frames > before)
    clearInterval(timer)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.peer.close(), this.caller[Symbol.asyncDispose]()])
    this.#playoutClock.close()
  }

  #tell(news: PeerNews): void {
    this.news.push(news)
    this.#wake()
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
