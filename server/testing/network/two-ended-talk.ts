import { FRAME_MS, INBOUND_SAMPLE_RATE_HZ, OUTBOUND_SAMPLE_RATE_HZ } from '../../../shared/audio-format.ts'
import { joined } from '../../audio/fixtures/sound.ts'
import { OpusDecoder } from '../../audio/opus-decoder.ts'
import { OpusEncoder } from '../../audio/opus-encoder.ts'
import { base64FromPcm, pcmFromBase64 } from '../../audio/pcm.ts'
import { PlayoutClock } from '../../audio/playout-clock.ts'
import { systemClock } from '../../clock.ts'
import { defaultScenarioId } from '../../scenarios/index.ts'
import type { FakeLiveConnection, FakeLiveServer } from '../fake-live-server.ts'
import { createRpcClient } from '../rpc-client.ts'
import { WeriftCaller, type WeriftCallerOptions } from '../werift-caller.ts'

/** Sound that reached the model. */
export interface HeardChunk {
  pcm: Int16Array
  /** By `performance.now()`, as all times of this file. */
  atMs: number
}

/** What makes a server take `service` for Gemini. */
export function settingsFor(service: FakeLiveServer): Record<string, string> {
  return { PARTNER: 'gemini', GEMINI_API_KEY: 'key-for-tests', GEMINI_BASE_URL: service.baseUrl }
}

/**
 * A running talk with both of its ends in the hands of one process: the user's WebRTC peer and the model's socket.
 * So a time at one end can be compared with a time at the other. The creator disposes it.
 */
export class TwoEndedTalk implements AsyncDisposable {
  readonly caller: WeriftCaller
  readonly model: FakeLiveConnection
  readonly talk: Awaited<ReturnType<WeriftCaller['begin']>>['talk']
  readonly talkId: string
  readonly rpc: ReturnType<typeof createRpcClient>['rpc']
  /** From the making of the offer to the connection: what a person waits for after the click. */
  readonly connectMs: number
  /** What the model heard of the user, in order. */
  readonly heard: HeardChunk[] = []
  /** Every packet of the microphone, and when it was handed to the peer. */
  readonly spoken: { packet: Uint8Array; atMs: number }[] = []
  readonly #owned: AsyncDisposableStack
  #heardSamples = 0
  #waiting: { samples: number; resolve: () => void }[] = []

  private constructor(options: {
    caller: WeriftCaller
    model: FakeLiveConnection
    begun: Awaited<ReturnType<WeriftCaller['begin']>>
    connectMs: number
    rpc: ReturnType<typeof createRpcClient>['rpc']
    owned: AsyncDisposableStack
  }) {
    this.caller = options.caller
    this.model = options.model
    this.talk = options.begun.talk
    this.talkId = options.begun.talkId
    this.connectMs = options.connectMs
    this.rpc = options.rpc
    this.#owned = options.owned
    this.model.socket.on('message', (data: Buffer) => this.#take(data.toString()))
  }

  /**
   * Opens a talk on a server that was started with `settingsFor(service)`. Resolves when it is live.
   * @throws Error when no connection comes up
   */
  static async open(options: {
    url: string
    service: FakeLiveServer
    caller?: WeriftCallerOptions
    scenarioId?: string
  }): Promise<TwoEndedTalk> {
    await using building = new AsyncDisposableStack()
    const { rpc } = building.use(createRpcClient(options.url))
    const caller = building.use(new WeriftCaller(options.caller))
    const connecting = options.service.nextConnection()
    const fromMs = performance.now()
    const begun = await caller.begin(rpc, options.scenarioId ?? defaultScenarioId)
    const model = await connecting
    await model.message('setup')
    model.send({ setupComplete: {} })
    await caller.connected()
    const connectMs = performance.now() - fromMs
    await begun.talk.event('state', ({ state }) => state === 'live')
    return new TwoEndedTalk({ caller, model, begun, connectMs, rpc, owned: building.move() })
  }

  /** A packet every 20 ms of what `frameAt` gives for its number, 20 ms at 16 kHz, until it is disposed. */
  startMicrophone(frameAt: (index: number) => Int16Array): Disposable {
    const encoder = new OpusEncoder({ sampleRateHz: INBOUND_SAMPLE_RATE_HZ })
    const clock = new PlayoutClock({ clock: systemClock, onError: reportError })
    clock.add(() => {
      const packet = encoder.encode(frameAt(this.spoken.length))
      this.spoken.push({ packet, atMs: performance.now() })
      this.caller.sendPacket(packet)
    })
    return { [Symbol.dispose]: () => clock.close() }
  }

  /** One message of the model's voice, 24 kHz, as much as there is of it. */
  say(pcm: Int16Array): void {
    const data = base64FromPcm(pcm)
    const inlineData = { mimeType: `audio/pcm;rate=${OUTBOUND_SAMPLE_RATE_HZ}`, data }
    this.model.send({ serverContent: { modelTurn: { parts: [{ inlineData }] } } })
  }

  completeTurn(): void {
    this.model.send({ serverContent: { generationComplete: true } })
    this.model.send({ serverContent: { turnComplete: true } })
  }

  interrupt(): void {
    this.model.send({ serverContent: { interrupted: true } })
    this.model.send({ serverContent: { turnComplete: true } })
  }

  /** The next so many ms that the model hears. */
  async hears(ms: number): Promise<Int16Array> {
    const from = this.#heardSamples
    const samples = (ms / 1000) * INBOUND_SAMPLE_RATE_HZ
    await new Promise<void>((resolve) => this.#waiting.push({ samples: from + samples, resolve }))
    return joined(...this.heard.map(({ pcm }) => pcm)).subarray(from, from + samples)
  }

  /** The next so many ms that the user hears, decoded at 16 kHz. */
  async receives(ms: number): Promise<Int16Array> {
    const from = this.caller.received.length
    const packets = ms / FRAME_MS
    await this.caller.receives(packets)
    const decoder = new OpusDecoder({ sampleRateHz: INBOUND_SAMPLE_RATE_HZ })
    const frames = this.caller.received
      .slice(from, from + packets)
      .map(({ payload }) => decoder.decode(payload)?.slice() ?? new Int16Array())
    decoder.close()
    return joined(...frames)
  }

  async hangUp(): Promise<void> {
    await this.rpc.talk.end.mutate({ talkId: this.talkId })
    await this.talk.completed()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#owned.disposeAsync()
  }

  #take(text: string): void {
    const atMs = performance.now()
    const data = audioOf(text)
    if (data === undefined) return
    const pcm = pcmFromBase64(data)
    this.heard.push({ pcm, atMs })
    this.#heardSamples += pcm.length
    this.#waiting = this.#waiting.filter(({ samples, resolve }) => {
      if (this.#heardSamples < samples) return true
      resolve()
      return false
    })
  }
}

/** Out of a timer, so that it is nobody's to catch and fails what runs. */
function reportError(error: unknown): void {
  setImmediate(() => {
    throw error
  })
}

/** The sound in a message of a client of the Live API; undefined when it is about something else. */
function audioOf(text: string): string | undefined {
  // Ours is the only client, and a message of another shape is one without sound.
  const message = JSON.parse(text) as { realtimeInput?: { audio?: { data?: string } } }
  return message.realtimeInput?.audio?.data
}
