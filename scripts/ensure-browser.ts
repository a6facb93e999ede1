import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { installPackages } from '../server/testing/install-packages.ts'
import { findChromium } from './find-chromium.ts'

/** 150 MB on a slow line. */
const INSTALL_TIMEOUT_MS = 300_000

/**
 * Makes sure that the browser tests have a Chromium: what is there, else Playwright's own, else Debian's. Ends
 * with a clear error where none can be had: a missing browser must never look like a passed test.
 */
function ensureBrowser(): void {
  if (findChromium()) return
  process.stdout.write('No Chromium here: asking Playwright for its own...\n')
  const install = ['playwright', 'install', '--with-deps', 'chromium']
  const { status } = spawnSync('npx', install, { stdio: 'inherit', timeout: INSTALL_TIMEOUT_MS })
  if (status === 0 && existsSync(chromium.executablePath())) return
  if (installPackages('chromium', 'fonts-liberation', 'fonts-noto-cjk') && findChromium()) return
  throw new Error(
    'The browser tests need a Chromium and none could be installed. Install one (Debian: apt-get install chromium) or name it in CHROMIUM_PATH.',
  )
}

ensureBrowser()
const browser = findChromium() ?? chromium.executablePath()
process.stdout.write(`Browser: ${execFileSync(browser, ['--version'], { encoding: 'utf8' }).trim()}\n`)
