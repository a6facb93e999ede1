import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { chromiumOptions } from '../../scripts/launch-chromium.ts'
import { formatWav, parseWav } from '../../server/audio/wav-file.ts'
import { SpawnedServer } from '../../server/testing/spawned-server.ts'

/** About five seconds of somebody opening a sales call. */
export const japaneseSpeech = join(import.meta.dirname, '../../server/testing/speech/user-ja.wav')

export const englishSpeech = join(import.meta.dirname, '../../server/testing/speech/user-en.wav')

/**
 * `japaneseSpeech` after three seconds of silence: Chromium plays the file from the moment at which the microphone is
 * opened, and what is to be heard whole must not begin before the talk is live.
 */
export function laterSpeech(): string {
  const { samples, sampleRateHz } = parseWav(readFileSync(japaneseSpeech))
  const later = new Int16Array(samples.length + 3 * sampleRateHz)
  later.set(samples, 3 * sampleRateHz)
  return microphoneFile(later, sampleRateHz)
}

/** Nobody speaks, so that nobody interrupts the partner. */
export function silence(): string {
  return microphoneFile(new Int16Array(16_000), 16_000)
}

function microphoneFile(samples: Int16Array, sampleRateHz: number): string {
  const file = join(mkdtempSync(join(tmpdir(), 'live-talk-')), 'microphone.wav')
  writeFileSync(file, formatWav(samples, sampleRateHz))
  return file
}

interface TestFixtures {
  /** Starts servers as people do and ends them after the test, failing it should one not end cleanly. */
  startServer: (env?: Record<string, string>) => Promise<SpawnedServer>
}

interface WorkerFixtures {
  /** One with the built-in partner, for all tests to which it makes no difference who talked there before. */
  builtInServer: SpawnedServer
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are asked for from the pattern
  startServer: async ({}, use) => {
    const servers: SpawnedServer[] = []
    await use(async (env = {}) => {
      const server = await SpawnedServer.start(env)
      servers.push(server)
      return server
    })
    for (const server of servers) await server[Symbol.asyncDispose]()
  },
  builtInServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are asked for from the pattern
    async ({}, use) => {
      await using server = await SpawnedServer.start({ PARTNER: 'built-in' })
      await use(server)
    },
    { scope: 'worker' },
  ],
})

/** `test.use(withMicrophone(file))`: a microphone that speaks the file once and is silent after it. */
export function withMicrophone(file: string) {
  return { launchOptions: chromiumOptions({ microphone: file }), permissions: ['microphone'] }
}

/** What the server says of itself. */
export async function activeTalks(serverUrl: string): Promise<number> {
  const { talks } = await (await fetch(`${serverUrl}/readyz`)).json()
  return talks.active
}

export { expect }
