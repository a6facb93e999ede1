import { defineConfig } from '@playwright/test'
import { chromiumOptions } from './scripts/launch-chromium.ts'

/** Nothing in them is measured of sound or time. */
const together = [
  'captions.spec.ts',
  'live-hints.spec.ts',
  'no-microphone.spec.ts',
  'push-to-talk.spec.ts',
  'review*.spec.ts',
  'scenario-editor.spec.ts',
]

/**
 * Real Chromium, mostly against the real server. What measures sound runs one at a time, when nothing else does;
 * `npm run test:browser` gives the rest a worker for each core before it.
 */
export default defineConfig({
  testDir: 'client/e2e',
  projects: [
    { name: 'together', testMatch: together, fullyParallel: true, outputDir: 'test-results/together' },
    { name: 'alone', testMatch: '*.spec.ts', testIgnore: together, outputDir: 'test-results/alone' },
  ],
  globalSetup: './client/e2e/global-setup.ts',
  workers: 1,
  // A talk takes its time, and a busy machine more of it: this only ends what would never end.
  timeout: 120_000,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'ja-JP',
    launchOptions: chromiumOptions(),
    trace: 'retain-on-failure',
  },
})
