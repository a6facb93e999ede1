import { defineConfig } from '@playwright/test'
import { chromiumOptions } from './scripts/launch-chromium.ts'

/**
 * Real Chromium against the real server; each spec starts its own. Specs that measure sound run one at a time; those of
 * the review need little, and run beside them.
 */
export default defineConfig({
  testDir: 'client/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './client/e2e/global-setup.ts',
  workers: 2,
  projects: [
    { name: 'calls', testIgnore: 'review*.spec.ts', workers: 1 },
    { name: 'review', testMatch: 'review*.spec.ts', workers: 1 },
  ],
  timeout: 60_000,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'ja-JP',
    launchOptions: chromiumOptions(),
    trace: 'retain-on-failure',
  },
})
