import { type Browser, chromium } from '@playwright/test'
import { findChromium } from './find-chromium.ts'

/** For a browser in a container without a network, whose microphone plays a file instead of asking anyone. */
export function chromiumArgs(options: { microphone?: string } = {}): string[] {
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

export async function launchChromium(options: { microphone?: string } = {}): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('There is no Chromium here: node scripts/ensure-browser.ts gets one.')
  return chromium.launch({ executablePath, args: chromiumArgs(options) })
}
