import { setTimeout as wait } from 'node:timers/promises'
import type { CallEnd } from '../../client/sdk/call-state.ts'
import { createLiveTalkClient } from '../../client/sdk/live-talk-client.ts'
import { WeriftCallPeer } from '../../client/sdk/node/werift-call-peer.ts'
import { TalkCall } from '../../client/sdk/talk-call.ts'
import { Reception } from './reception.ts'
import { speakLoop } from './spoken-loop.ts'

/** A person who is told nothing for so long has gone. */
const LIVE_WITHIN_MS = 15_000

export interface LoadingTalkOptions {
  url: string
  token?: string | undefined
  scenarioId: string
  /** What the user says over and over. */
  packets: readonly Uint8Array[]
}

/** One of the talks that load a server: a client of its own, with a socket and a name of its own. Its maker closes it. */
export class LoadingTalk implements AsyncDisposable {
  readonly reception = new Reception()
  /** From the start to the talk being live; undefined until then. */
  connectMs: number | undefined
  readonly #options: LoadingTalkOptions
  readonly #client
  readonly #call: TalkCall
  readonly #silence = new AbortController()
  #peer: WeriftCallPeer | undefined
  #speaking: Promise<void> = Promise.resolve()
  #hungUp = false

  constructor(options: LoadingTalkOptions) {
    this.#options = options
    const { url, token } = options
    this.#client = createLiveTalkClient({ url, ...(token === undefined ? {} : { token }) })
    this.#call = new TalkCall({
      client: this.#client,
      createPeer: (events) => {
        this.#peer = new WeriftCallPeer({
          events,
          onPacket: ({ timestamp }) => this.reception.hear(timestamp, performance.now()),
        })
        return this.#peer
      },
    })
  }

  /** Resolves when the talk is live and the user speaks, or has ended, or takes too long. */
  async begin(): Promise<void> {
    const beganMs = performance.now()
    const settled = Promise.withResolvers<void>()
    const unsubscribe = this.#call.subscribe(() => {
      const { state } = this.#call.getSnapshot()
      if (state === 'live') this.connectMs ??= performance.now() - beganMs
      if (state === 'live' || state === 'ended') settled.resolve()
    })
    const timer = new AbortController()
    try {
      void this.#call.start(this.#options.scenarioId)
      const late = wait(LIVE_WITHIN_MS, undefined, { signal: timer.signal }).catch(() => undefined)
      await Promise.race([settled.promise, late])
    } finally {
      timer.abort()
      unsubscribe()
    }
    if (this.connectMs === undefined) return
    const send = (packet: Uint8Array) => this.#peer?.sendPacket(packet)
    this.#speaking = speakLoop(this.#options.packets, send, this.#silence.signal)
  }

  /** Why it is no talk, or none any more; undefined as long as it runs, or when it ran until it was hung up. */
  get failure(): string | undefined {
    const snapshot = this.#call.getSnapshot()
    if (this.connectMs === undefined)
      return snapshot.state === 'ended' ? words(snapshot.end) : 'not live in time'
    return snapshot.state === 'ended' && !this.#hungUp ? words(snapshot.end) : undefined
  }

  async hangUp(): Promise<void> {
    if (this.failure === undefined) this.#hungUp = true
    this.#silence.abort()
    await this.#speaking
    await this.#call.hangUp()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#silence.abort()
    await this.#call.close()
    await this.#client.close()
  }
}

function words(end: CallEnd): string {
  if (end.kind === 'ended') return end.reason
  return end.problem.type === 'refused' ? end.problem.reason : end.problem.type
}
