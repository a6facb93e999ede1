import { defineConfig } from '@playwright/test'
import { chromiumOptions } from './scripts/launch-chromium.ts'

/** Real Chromium against the real server; each spec starts its own. One at a time: they measure sound. */
export default defineConfig({
  testDir: 'client/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'test-results',
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
