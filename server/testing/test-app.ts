import { pino } from 'pino'
import { type App, createApp } from '../app.ts'
import type { Clock } from '../clock.ts'
import { loadConfig } from '../config.ts'

/** The real app on a free port, with the settings of a test. `await using` it. */
export function createTestApp(
  options: { env?: Record<string, string>; clock?: Clock; pageDirectory?: string } = {},
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
