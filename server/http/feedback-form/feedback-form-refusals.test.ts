import { once } from 'node:events'
import { readdir, symlink } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatWav } from '../../audio/wav-file.ts'
import type { Store } from '../../store/open-store.ts'
import { createTestApp } from '../../testing/test-app.ts'
import { createTestDataDir, openAppStore } from '../../testing/test-store.ts'

const audio = new Blob([new Uint8Array(formatWav(new Int16Array(16_000), 16_000))])
const log = JSON.stringify([{ role: 'user', text: 'What matters most to you in this?' }])
/** As many as a server takes at once. */
const MOST_POSTS = 500
/** For that many to come in, and to go, on a machine that has other things to do. */
const HEADS_MS = 20_000

let store: Store
beforeAll(async () => {
  store = await openAppStore()
})
afterAll(() => store[Symbol.asyncDispose]())

async function post(url: string, fields: Record<string, string | Blob>) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const response = await fetch(`${url}/feedback`, { method: 'POST', body: form })
  const { reason } = (await response.json()) as { reason?: string } // as contracted
  return { status: response.status, reason, retryAfterS: Number(response.headers.get('retry-after')) }
}

/** A post of which the server has the head alone. */
async function beginPost(url: string): Promise<Socket> {
  const { hostname, port, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined) // the server answers and lets go, or is closed
  await once(socket, 'connect')
  socket.write(
    `POST /feedback HTTP/1.1\r\nhost: ${host}\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 900000\r\n\r\n--b\r\n`,
  )
  return socket
}

describe('POST /feedback when it cannot be taken now', () => {
  it('keeps nothing on a full disk and says when to come again, and takes it when there is room', async () => {
    using data = createTestDataDir()
    await using app = await createTestApp({ store, env: { DATA_DIR: data.path } })
    const uploads = join(data.path, 'uploads')
    await symlink('/dev/full', join(uploads, `${process.pid}-1.part`))
    expect(await post(app.url, { log, audio })).toEqual({
      status: 503,
      reason: 'storageUnavailable',
      retryAfterS: 60,
    })
    expect(await readdir(uploads)).toEqual([])
    expect((await store.talks.list({}, { limit: 1 })).items).toEqual([])
    expect(await post(app.url, { log, audio })).toMatchObject({ status: 200 })
  })

  it('says so to one too many, and takes it when another is through', async () => {
    await using app = await createTestApp({ store })
    const sockets = await Promise.all(Array.from({ length: MOST_POSTS }, () => beginPost(app.url)))
    const late = () => post(app.url, { log })
    // The last of the heads may still be on their way.
    await expect
      .poll(late, { timeout: HEADS_MS })
      .toEqual({ status: 429, reason: 'capacityReached', retryAfterS: 30 })
    for (const socket of sockets) socket.destroy()
    await expect.poll(late, { timeout: HEADS_MS }).toMatchObject({ status: 200 })
  })

  it('says so while the server is about to stop', async () => {
    await using app = await createTestApp({ store })
    app.registry.drain()
    expect(await post(app.url, { log })).toEqual({ status: 503, reason: 'serverStopping', retryAfterS: 30 })
  })
})
