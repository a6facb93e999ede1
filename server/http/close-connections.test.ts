import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../app.ts'
import type { Store } from '../store/open-store.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { leakedSince, openResources } from '../testing/leak-check.ts'
import { createTestApp } from '../testing/test-app.ts'
import { createTestDataDir, openAppStore } from '../testing/test-store.ts'

/** More than the buffers of both ends of a connection take, so that its answer waits for who reads it. */
const FILE_BYTES = 24_000_000

const page = createTestDataDir()

let store: Store
beforeAll(async () => {
  await writeFile(join(page.path, 'index.html'), '<!doctype html>')
  await writeFile(join(page.path, 'large.webm'), new Uint8Array(FILE_BYTES))
  store = await openAppStore()
})
afterAll(async () => {
  await store[Symbol.asyncDispose]()
  page[Symbol.dispose]()
})

const openApp = (clock: FakeClock) => createTestApp({ store, clock, pageDirectory: page.path })

/** A connection on which a client says this and then does nothing more, not even read. */
async function silentConnection(url: string, ...lines: string[]): Promise<Socket> {
  const { hostname, port, host } = new URL(url)
  const socket = connect(Number(port), hostname).pause()
  socket.on('error', () => undefined) // it will be cut
  await once(socket, 'connect')
  if (lines.length > 0) socket.write([...lines, `host: ${host}`, '', ''].join('\r\n'))
  return socket
}

async function openedWebSocket(url: string): Promise<Socket> {
  const socket = await silentConnection(
    url,
    'GET /ws/realtime?talk=none HTTP/1.1',
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  )
  await once(socket, 'readable')
  expect(String(socket.read())).toContain('101 Switching Protocols')
  return socket
}

/** An answer of which nobody reads more than its beginning for now. */
async function answerBegun(url: string): Promise<IncomingMessage> {
  const asked = request(url, { agent: false }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage] // Node's typed event
  expect(answer.statusCode).toBe(200)
  await once(answer, 'readable')
  answer.read(1)
  return answer
}

async function closeAsTimePasses(app: App, clock: FakeClock): Promise<void> {
  let closed = false
  const closing = app.close().finally(() => {
    closed = true
  })
  while (!closed) {
    clock.advance(100)
    await new Promise(setImmediate)
  }
  await closing
}

describe('the server’s close', () => {
  it('waits for no client that lets go of nothing, and leaves nothing open', async () => {
    const before = openResources()
    {
      const clock = new FakeClock()
      await using app = await openApp(clock)
      const { url } = app
      const answer = await answerBegun(`${url}/large.webm`)
      const cut = once(answer, 'error')
      const clients = [
        await silentConnection(url),
        await silentConnection(url, 'GET /healthz HTTP/1.1', 'cookie: half-a-requ'),
        await silentConnection(
          url,
          'POST /feedback HTTP/1.1',
          'content-type: multipart/form-data; boundary=b',
          'content-length: 900000',
        ),
        await openedWebSocket(url),
      ]
      await closeAsTimePasses(app, clock)
      answer.resume()
      expect(await cut).toMatchObject([{ code: 'ECONNRESET' }])
      for (const client of clients) client.destroy()
    }
    expect(await leakedSince(before)).toEqual({})
  })

  it('lets an answer that is under way come to its end', async () => {
    const clock = new FakeClock()
    await using app = await openApp(clock)
    const answer = await answerBegun(`${app.url}/large.webm`)
    const closing = app.close()
    let bytes = 1
    for await (const chunk of answer) bytes += chunk.length
    expect(bytes).toBe(FILE_BYTES)
    await closing
  })
})
