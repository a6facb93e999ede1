import type { Page } from '@playwright/test'
import { base64FromPcm } from '../../server/audio/pcm.ts'
import { type FakeLiveConnection, FakeLiveServer } from '../../server/testing/fake-live-server.ts'
import { tone } from '../../server/testing/network/tone.ts'
import { settingsFor } from '../../server/testing/network/two-ended-talk.ts'
import { OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { tapStart } from './talk-page.ts'

/** A partner who says what the test says: Gemini's service, in the hands of the test. The creator disposes it. */
export class ScriptedPartner implements AsyncDisposable {
  readonly #service: FakeLiveServer

  private constructor(service: FakeLiveServer) {
    this.#service = service
  }

  static async listen(): Promise<ScriptedPartner> {
    return new ScriptedPartner(await FakeLiveServer.listen())
  }

  /** What makes a server take this one for Gemini. */
  get settings(): Record<string, string> {
    return settingsFor(this.#service)
  }

  /** Talks that reached it, whether or not they have ended. */
  get talks(): number {
    return this.#service.connections.length
  }

  /** Opens the talk's page and starts. Resolves when the partner has answered the call. */
  async called(page: Page, serverUrl: string): Promise<FakeLiveConnection> {
    const calling = this.nextCall()
    await tapStart(page, serverUrl)
    return calling
  }

  /** Resolves when the next call has come and the partner has answered it. */
  async nextCall(): Promise<FakeLiveConnection> {
    const live = await this.#service.nextConnection()
    await live.message('setup')
    live.send({ setupComplete: {} })
    return live
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#service[Symbol.asyncDispose]()
  }
}

/** The partner is heard for so long, and can be read. */
export function speak(live: FakeLiveConnection, seconds: number, text: string): void {
  const samples = seconds * OUTBOUND_SAMPLE_RATE_HZ
  const data = base64FromPcm(tone(440, { sampleRateHz: OUTBOUND_SAMPLE_RATE_HZ, samples }))
  const parts = [{ inlineData: { mimeType: `audio/pcm;rate=${OUTBOUND_SAMPLE_RATE_HZ}`, data } }]
  live.send({ serverContent: { outputTranscription: { text }, modelTurn: { parts } } })
  // Without it the server would take the end of the sound for a service that fell silent, and renew the connection.
  live.send({ serverContent: { generationComplete: true } })
}

/** How many messages with the user's sound have come. */
export function heardBy(live: FakeLiveConnection): number {
  return live.received.filter((message) => 'realtimeInput' in message).length
}
