import { type Browser, chromium, type LaunchOptions } from '@playwright/test'
import { findChromium } from './find-chromium.ts'

/** For a browser in a container without a network, whose microphone plays a file instead of asking anyone. */
function chromiumArgs(options: { microphone?: string } = {}): string[] {
  return [
    '--no-sandbox',
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
    ...(options.microphone
      ? [
          '--use-fake-ui-for-media-stream',
          '--use-fake-device-for-media-stream',
          // Once, not over and over: after the file there is silence, as after a person's words.
          `--use-file-for-fake-audio-capture=${options.microphone}%noloop`,
        ]
      : []),
  ]
}

/** For Playwright's `launchOptions`. Without a Chromium of ours, Playwright looks for its own and says so. */
export function chromiumOptions(options: { microphone?: string } = {}): LaunchOptions {
  const executablePath = findChromium()
  return { args: chromiumArgs(options), ...(executablePath ? { executablePath } : {}) }
}

export function launchChromium(options: { microphone?: string } = {}): Promise<Browser> {
  return chromium.launch(chromiumOptions(options))
}
