import type { Page } from '@playwright/test'
import type { Turn } from '../../shared/turn.ts'

const RATE_HZ = 8_000
const HEADER_BYTES = 44

/** Serves a recording in which each side hums through its turns, with ranges as the server does. */
export async function serveRecording(page: Page, turns: readonly Turn[]): Promise<void> {
  const file = stereoWav(turns)
  await page.route('**/talks/*/recording', async (route) => {
    const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(route.request().headers().range ?? '') ?? []
    const start = Number(from)
    const end = to === '' ? file.length - 1 : Math.min(Number(to), file.length - 1)
    await route.fulfill({
      status: route.request().headers().range ? 206 : 200,
      headers: {
        'content-type': 'audio/wav',
        'accept-ranges': 'bytes',
        'content-range': `bytes ${start}-${end}/${file.length}`,
      },
      body: route.request().method() === 'HEAD' ? '' : file.subarray(start, end + 1),
    })
  })
}

/** Of a talk without a recording. */
export async function serveNoRecording(page: Page): Promise<void> {
  await page.route('**/talks/*/recording', (route) =>
    route.fulfill({ status: 404, json: { reason: 'notFound' } }),
  )
}

/** RIFF WAVE, PCM of 16 bits: left the user, right the partner. */
function stereoWav(turns: readonly Turn[]): Buffer {
  const endMs = Math.max(...turns.map((turn) => turn.endMs))
  const samples = new Int16Array(Math.ceil((endMs / 1000) * RATE_HZ) * 2)
  for (const { role, startMs, endMs: turnEndMs } of turns) {
    const channel = role === 'user' ? 0 : 1
    for (let at = Math.floor((startMs / 1000) * RATE_HZ); at < (turnEndMs / 1000) * RATE_HZ; at += 1) {
      const swell = 0.3 + 0.7 * Math.abs(Math.sin(at / 1_900) * Math.sin(at / 770))
      samples[at * 2 + channel] =
        9_000 * swell * Math.sin((at / RATE_HZ) * 2 * Math.PI * (channel === 0 ? 180 : 130))
    }
  }
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('RIFF', 0)
  header.writeUInt32LE(HEADER_BYTES - 8 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(2, 22)
  header.writeUInt32LE(RATE_HZ, 24)
  header.writeUInt32LE(RATE_HZ * 4, 28)
  header.writeUInt16LE(4, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([header, Buffer.from(samples.buffer)])
}
