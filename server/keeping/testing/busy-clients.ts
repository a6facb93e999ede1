import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { whiteNoise } from '../../audio/fixtures/sound.ts'
import { formatWav } from '../../audio/wav-file.ts'
import { RealtimeClient } from '../../testing/realtime-client.ts'
import { createRpcClient, type RpcClient } from '../../testing/rpc-client.ts'
import type { Acknowledged } from './acknowledged.ts'

const SCENARIO = 'price-negotiation-carter'
const PIECE_MS = 100
/** A room in which nobody speaks: sound that is recorded and starts no turn. */
const ROOM_DBFS = -62
const LINES_IN_TALK = 2
const BETWEEN_LOOKS_MS = 40
const LONGEST_PAUSE_MS = 3_000

/**
 * Clients that talk, type, hang up, ask for feedback and post talks, one thing after the other, and write down what
 * they are told is safe, until their server dies.
 */
export class BusyClients implements AsyncDisposable {
  readonly #url: string
  readonly #told: Acknowledged
  readonly #rpc: ReturnType<typeof createRpcClient>
  readonly #leaving = new AbortController()
  readonly #busy: Promise<unknown>[]

  constructor(url: string, told: Acknowledged, { talkers, posters }: { talkers: number; posters: number }) {
    this.#url = url
    this.#told = told
    this.#rpc = createRpcClient(url)
    this.#busy = [
      ...Array.from({ length: talkers }, () => this.#again(() => this.#talk(this.#rpc.rpc))),
      ...Array.from({ length: posters }, (_, at) => this.#again(() => this.#post(at % 2 === 0))),
    ]
  }

  /** To be called when the server is dead, or is to go on without them. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#leaving.abort()
    await this.#rpc[Symbol.asyncDispose]()
    await Promise.all(this.#busy)
  }

  async #again(act: () => Promise<void>): Promise<void> {
    // What fails, fails because the server dies: what counts is what was told before.
    while (!this.#leaving.signal.aborted) await act().catch(() => sleep(BETWEEN_LOOKS_MS))
  }

  async #talk(rpc: RpcClient): Promise<void> {
    await using client = await new RealtimeClient(this.#url, `scenario=${SCENARIO}`).opened()
    const { signal } = this.#leaving
    const leave = () => client.socket.terminate()
    signal.addEventListener('abort', leave, { once: true })
    try {
      const talkId = String((await client.frame({ type: 'talk' })).talkId)
      await client.frame({ type: 'state', state: 'live' })
      using _microphone = this.#openMicrophone(client, talkId)
      for (let line = 0; line < LINES_IN_TALK; line++) {
        const words = `Line ${line} is ${randomUUID()}`
        client.send({ type: 'say', text: words })
        await client.frame({ type: 'transcript', role: 'user', text: words, final: true })
        await this.#see(rpc, talkId, words)
        await sleep(Math.random() * LONGEST_PAUSE_MS, undefined, { signal })
      }
      client.send({ type: 'end' })
      await client.frame({ type: 'state', state: 'ended' })
      await this.#seeEnd(rpc, talkId)
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  #openMicrophone(client: RealtimeClient, talkId: string): Disposable {
    const liveAtMs = performance.now()
    const room = whiteNoise(PIECE_MS * 16, ROOM_DBFS)
    const timer = setInterval(() => {
      if (client.socket.readyState !== client.socket.OPEN) return
      client.sendSound(room)
      this.#told.heardMs.set(talkId, performance.now() - liveAtMs)
    }, PIECE_MS)
    return { [Symbol.dispose]: () => clearInterval(timer) }
  }

  /** Until these words are kept. */
  async #see(rpc: RpcClient, talkId: string, words: string): Promise<void> {
    const { signal } = this.#leaving
    for (;;) {
      const { turns } = await rpc.talk.get.query({ talkId }, { signal })
      // Not before it was shown: nobody was told until then that the talk is kept.
      const seen = this.#told.talk(talkId)
      for (const { role, text } of turns) if (role === 'user') seen.add(text)
      if (seen.has(words)) return
      await sleep(BETWEEN_LOOKS_MS, undefined, { signal })
    }
  }

  async #seeEnd(rpc: RpcClient, talkId: string): Promise<void> {
    const { signal } = this.#leaving
    for (;;) {
      const { state } = await rpc.talk.get.query({ talkId }, { signal })
      if (state === 'ended') this.#told.ended.add(talkId)
      const feedback = await rpc.feedback.get.query({ talkId }, { signal })
      if (feedback.status === 'done') {
        this.#told.results.set(talkId, feedback.result.createdAt.toISOString())
        return
      }
      await sleep(BETWEEN_LOOKS_MS, undefined, { signal })
    }
  }

  async #post(isAsync: boolean): Promise<void> {
    const words = `Posted ${randomUUID()}`
    const form = new FormData()
    form.set('log', JSON.stringify([{ role: 'user', text: words }]))
    form.set('audio', new Blob([new Uint8Array(formatWav(whiteNoise(8_000, -30), 16_000))]))
    const response = await fetch(`${this.#url}/feedback`, {
      method: 'POST',
      body: form,
      headers: isAsync ? { prefer: 'respond-async' } : {},
      signal: this.#leaving.signal,
    })
    const { id, result } = (await response.json()) as { id: string; result?: { createdAt: string } } // as contracted
    if (response.status !== 200 && response.status !== 202) return
    this.#told.talk(id).add(words)
    this.#told.ended.add(id)
    if (result) this.#told.results.set(id, result.createdAt)
  }
}
