import { pino } from 'pino'
import type { Scenario } from '../../shared/scenario.ts'
import { type App, createApp } from '../app.ts'
import type { Clock } from '../clock.ts'
import { loadConfig } from '../config.ts'
import { builtInScenarios } from '../scenarios/index.ts'

/** The real app on a free port, with the settings of a test. `await using` it. */
export function createTestApp(
  options: {
    env?: Record<string, string>
    clock?: Clock
    pageDirectory?: string
    scenarios?: readonly Scenario[]
  } = {},
): Promise<App> {
  const { env, ...rest } = options
  return createApp({
    config: loadConfig({ PORT: '0', PARTNER: 'built-in', ...env }),
    log: pino({ level: 'silent' }),
    // Tests of the server are not to depend on whether the page is built.
    pageDirectory: '/nonexistent',
    ...rest,
  })
}

/** The built-in scenarios without the barge-in guard, for tests that send tones both ways at once. */
export const unguardedScenarios: readonly Scenario[] = builtInScenarios.map((scenario) => ({
  ...scenario,
  bargeIn: 'open',
}))
