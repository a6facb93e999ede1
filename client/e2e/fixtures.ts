import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { chromiumArgs } from '../../scripts/launch-chromium.ts'
import { SpawnedServer } from '../../server/testing/spawned-server.ts'

export const japaneseSpeech = join(import.meta.dirname, '../../server/testing/speech/user-ja.wav')

/** Starts servers as people do and ends them after the test, failing it should one not end cleanly. */
export const test = base.extend<{ startServer: (env?: Record<string, string>) => Promise<SpawnedServer> }>({
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
})

/** `test.use(withMicrophone(file))`: a microphone that speaks the file once and is silent after it. */
export function withMicrophone(file: string) {
  return { launchOptions: { args: chromiumArgs({ microphone: file }) }, permissions: ['microphone'] }
}

export { expect }
