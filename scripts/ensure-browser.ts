import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { findChromium } from './find-chromium.ts'

/**
 * Makes sure that the browser tests have a Chromium: what is there, else Playwright's own, else Debian's. Ends
 * with a clear error where none can be had: a missing browser must never look like a passed test.
 */
function ensureBrowser(): void {
  if (findChromium()) return
  process.stdout.write('No Chromium here: asking Playwright for its own...\n')
  if (
    tried('npx', ['playwright', 'install', '--with-deps', 'chromium']) &&
    existsSync(chromium.executablePath())
  )
    return
  process.stdout.write('That cannot be fetched here: asking apt...\n')
  if (
    tried('apt-get', ['update', '-qq']) &&
    tried('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'])
  ) {
    if (findChromium()) return
  }
  throw new Error(
    'The browser tests need a Chromium and none could be installed. Install one (Debian: apt-get install chromium) or name it in CHROMIUM_PATH.',
  )
}

function tried(command: string, args: string[]): boolean {
  const result = spawnSync(command, args, { stdio: 'inherit', timeout: 300_000 })
  return result.status === 0
}

ensureBrowser()
const browser = findChromium() ?? chromium.executablePath()
process.stdout.write(`Browser: ${execFileSync(browser, ['--version'], { encoding: 'utf8' }).trim()}\n`)
