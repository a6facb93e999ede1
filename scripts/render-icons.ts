import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchChromium } from './launch-chromium.ts'

/**
 * Renders the icons of the installed page from `client/public/icon.svg`, into `client/public/icons`. They are kept in
 * the repository: run it when the drawing has changed (`npm run icons`).
 */

const root = join(import.meta.dirname, '../client/public')
const GREEN = '#0f6b57'

interface Icon {
  file: string
  sizePx: number
  /** Systems that cut icons to a shape of their own need colour up to the edge, and the drawing within its middle. */
  drawing: 'as it is' | 'within a full square'
}

/** The sizes that Chromium asks of an installable page, and the one that iOS puts on its home screen. */
const icons: Icon[] = [
  { file: 'icon-192.png', sizePx: 192, drawing: 'as it is' },
  { file: 'icon-512.png', sizePx: 512, drawing: 'as it is' },
  { file: 'maskable-512.png', sizePx: 512, drawing: 'within a full square' },
  { file: 'apple-touch-icon.png', sizePx: 180, drawing: 'within a full square' },
]
/** Of the edge. What lies further out than a circle of 80 % may be cut off (W3C Web Application Manifest, 4.1.2). */
const DRAWING_SHARE = 0.86

const svg = readFileSync(join(root, 'icon.svg'), 'utf8')
mkdirSync(join(root, 'icons'), { recursive: true })
const browser = await launchChromium()
try {
  const page = await browser.newPage()
  for (const { file, sizePx, drawing } of icons) {
    const full = drawing === 'within a full square'
    const innerPx = full ? sizePx * DRAWING_SHARE : sizePx
    await page.setViewportSize({ width: sizePx, height: sizePx })
    await page.setContent(
      `<style>body { margin: 0; display: grid; place-content: center; height: ${sizePx}px; background: ${full ? GREEN : 'transparent'} }
      svg { width: ${innerPx}px; height: ${innerPx}px; display: block }</style>${svg}`,
    )
    writeFileSync(join(root, 'icons', file), await page.screenshot({ omitBackground: true }))
    process.stdout.write(`${file} ${sizePx} px\n`)
  }
} finally {
  await browser.close()
}
