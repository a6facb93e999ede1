import { pino } from 'pino'
import type { Scenario } from '../../shared/scenario.ts'
import { type App, type AppOptions, createApp } from '../app.ts'
import { loadConfig } from '../config.ts'
import { builtInScenarios } from '../scenarios/index.ts'
import { makeDatabaseTemplate } from '../store/database/database-template.ts'
import { createTestDataDir } from './test-store.ts'

export type TestAppOptions = { env?: Record<string, string> } & Omit<Partial<AppOptions>, 'config'>

/**
 * The real app on a free port, with the settings of a test, in a data directory of its own that goes with it unless
 * one is given. `await using` it.
 */
export async function createTestApp(options: TestAppOptions = {}): Promise<App> {
  const { env, ...rest } = options
  await makeDatabaseTemplate()
  await using opening = new AsyncDisposableStack()
  const dataDir = env?.DATA_DIR ?? opening.use(createTestDataDir()).path
  const app = opening.use(
    await createApp({
      config: loadConfig({ PORT: '0', PARTNER: 'built-in', DATA_DIR: dataDir, ...env }),
      log: pino({ level: 'silent' }),
      // Tests of the server are not to depend on whether the page is built.
      pageDirectory: '/nonexistent',
      ...rest,
    }),
  )
  const owned = opening.move()
  const close = () => owned.disposeAsync()
  return { ...app, close, [Symbol.asyncDispose]: close }
}

/** The built-in scenarios without the barge-in guard, for tests that send tones both ways at once. */
export const unguardedScenarios: readonly Scenario[] = builtInScenarios.map((scenario) => ({
  ...scenario,
  bargeIn: 'open',
}))
