import type { CallEnd, CallState } from '../call-state.ts'
import { TalkCall } from '../talk-call.ts'
import { FakeCallClock, settle } from './fake-call-clock.ts'
import { FakeCallPeer } from './fake-call-peer.ts'
import { FakeTalkApi } from './fake-talk-api.ts'

/** A call between fakes that keep one log, and the steps that most of its tests begin with. */
export class CallBench {
  readonly log: string[] = []
  readonly api = new FakeTalkApi(this.log)
  readonly clock = new FakeCallClock()
  readonly peers: FakeCallPeer[] = []
  /** What the next peer's microphone does. */
  microphone: Promise<void> = Promise.resolve()
  /** Whether the next peer knows the WebSocket way, and WebRTC. */
  webSocket = false
  webRtc = true
  /** The network changes when the test says so. */
  readonly networkListeners = new Set<() => void>()
  readonly call = new TalkCall({
    client: this.api,
    clock: this.clock,
    networkChanges: {
      subscribe: (listener) => {
        this.networkListeners.add(listener)
        return () => this.networkListeners.delete(listener)
      },
    },
    createPeer: (events) => {
      const peer = new FakeCallPeer(events, this.log, { webSocket: this.webSocket })
      peer.canOffer = this.webRtc
      peer.microphone = this.microphone
      this.peers.push(peer)
      return peer
    },
  })

  get peer(): FakeCallPeer {
    const peer = this.peers.at(-1)
    if (!peer) throw new Error('No call was started.')
    return peer
  }

  get state(): CallState {
    return this.call.getSnapshot().state
  }

  get end(): CallEnd | undefined {
    const snapshot = this.call.getSnapshot()
    return snapshot.state === 'ended' ? snapshot.end : undefined
  }

  async start(): Promise<void> {
    void this.call.start('sales')
    await settle()
  }

  async goLive(talkId = 't1'): Promise<void> {
    await this.start()
    this.api.sends({ type: 'state', state: 'connecting' })
    this.api.sends({ type: 'answer', talkId, sdp: 'answer' })
    await settle()
    this.peer.becomes('connected')
    this.api.sends({ type: 'state', state: 'live' })
  }

  networkChanges(): void {
    for (const listener of this.networkListeners) listener()
  }

  /** Everything that a call may still hold: empty after its end, also of peers that were closed twice. */
  get held(): string[] {
    const held: string[] = []
    if (this.api.subscriptions !== 0) held.push(`${this.api.subscriptions} subscriptions`)
    if (this.clock.pending !== 0) held.push(`${this.clock.pending} timers`)
    if (this.networkListeners.size !== 0) held.push('a listener for the network')
    for (const { closes, sockets } of this.peers) {
      if (closes !== 1) held.push(`a peer closed ${closes} times`)
      for (const socket of sockets) if (socket.closes === 0) held.push('a socket')
    }
    return held
  }
}
