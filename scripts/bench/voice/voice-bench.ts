import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseWav } from '../../../server/audio/wav-file.ts'
import { FakeLiveServer } from '../../../server/testing/fake-live-server.ts'
import { tone } from '../../../server/testing/network/tone.ts'
import { settingsFor, TwoEndedTalk } from '../../../server/testing/network/two-ended-talk.ts'
import { SpawnedServer } from '../../../server/testing/spawned-server.ts'
import type { WeriftCallerOptions } from '../../../server/testing/werift-caller.ts'
import { OUTBOUND_SAMPLE_RATE_HZ } from '../../../shared/audio-format.ts'
import type { Measurement } from '../measurement.ts'
import { carrySpeech, compareSpeech, type HeardSpeech } from './heard-speech.ts'

const speechFile = join(import.meta.dirname, '../../../server/testing/speech/user-en.wav')
export const PARTNER_HZ = 1_000

/**
 * A server in a process of its own, and both ends of its talks in this one: the caller (werift) and the model (a
 * server of the Live protocol). So every time is by one clock. The creator disposes it.
 */
export class VoiceBench implements AsyncDisposable {
  readonly server: SpawnedServer
  /** The user's, 16 kHz. */
  readonly speech: Int16Array
  readonly #service: FakeLiveServer
  readonly #owned: AsyncDisposableStack
  #clean: Promise<HeardSpeech> | undefined
  /** Resolves when the last talk has been opened, or could not be. */
  #opening: Promise<unknown> = Promise.resolve()

  private constructor(options: {
    server: SpawnedServer
    service: FakeLiveServer
    speech: Int16Array
    owned: AsyncDisposableStack
  }) {
    this.server = options.server
    this.speech = options.speech
    this.#service = options.service
    this.#owned = options.owned
  }

  /** @param env settings of the server, besides those that make it take the model for Gemini */
  static async open(env: Record<string, string> = {}): Promise<VoiceBench> {
    await using building = new AsyncDisposableStack()
    const service = building.use(await FakeLiveServer.listen())
    // The spawned server tells by a line of its log that it listens.
    const settings = { ...settingsFor(service), LOG_LEVEL: 'info', ...env }
    const server = building.use(await SpawnedServer.start(settings))
    const { samples } = parseWav(await readFile(speechFile))
    return new VoiceBench({ server, service, speech: samples, owned: building.move() })
  }

  /** One after the other, since the next connection to the model is taken for the talk's own. */
  openTalk(caller: WeriftCallerOptions = {}): Promise<TwoEndedTalk> {
    const open = () => TwoEndedTalk.open({ url: this.server.url, service: this.#service, caller })
    const opening = this.#opening.then(open)
    this.#opening = opening.catch(() => {})
    return opening
  }

  /** Speech through a network without faults, which several figures are held against; said once. */
  clean(): Promise<HeardSpeech> {
    this.#clean ??= carrySpeech(this, {}).then(compareSpeech)
    return this.#clean
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#owned.disposeAsync()
  }
}

export function partnerTone(forMs: number): Int16Array {
  const samples = (OUTBOUND_SAMPLE_RATE_HZ * forMs) / 1000
  return tone(PARTNER_HZ, { sampleRateHz: OUTBOUND_SAMPLE_RATE_HZ, samples })
}

export function ms(name: string, value: number, target?: Measurement['target']): Measurement {
  return { name, value, unit: 'ms', ...(target ? { target } : {}) }
}
