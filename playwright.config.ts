import { defineConfig } from '@playwright/test'
import { chromiumOptions } from './scripts/launch-chromium.ts'

/** What stands in for the server, and hears nothing. */
const stubbed = ['review*.spec.ts', 'captions.spec.ts']

/**
 * Real Chromium, mostly against the real server. What measures sound runs one at a time, when nothing else does;
 * `npm run test:browser` gives the rest a worker for each core before it.
 */
export default defineConfig({
  testDir: 'client/e2e',
  projects: [
    { name: 'stubbed', testMatch: stubbed, fullyParallel: true, outputDir: 'test-results/stubbed' },
    { name: 'sound', testMatch: '*.spec.ts', testIgnore: stubbed, outputDir: 'test-results/sound' },
  ],
  globalSetup: './client/e2e/global-setup.ts',
  workers: 1,
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
