import { once } from 'node:events'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { App } from '../../app.ts'
import { createLog } from '../../log.ts'
import { createTestApp } from '../../testing/test-app.ts'

const token = 'token-of-hana'

let app: App
const lines: string[] = []
beforeEach(async () => {
  lines.length = 0
  const kept = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const env = { AUTH_MODE: 'token', AUTH_TOKENS: `hana:${token}` }
  app = await createTestApp({ env, log: createLog('debug', kept) })
})
afterEach(() => app[Symbol.asyncDispose]())

const json = { 'content-type': 'application/json' }
const signIn = (body: object, headers: Record<string, string> = {}) =>
  fetch(`${app.url}/session`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  })

/** What a browser would send back. */
async function cookieOf(response: Response): Promise<string> {
  return response.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
}

describe('a page that signs in by its user’s token', () => {
  it('is let in wherever it calls, though it never says the token again', async () => {
    const signedIn = await signIn({ token })
    expect(signedIn.status).toBe(204)
    const cookie = await cookieOf(signedIn)
    const info = await fetch(`${app.url}/trpc/server.info`, { headers: { cookie } })
    expect(await info.json()).toMatchObject({ result: { data: { json: { signedInAs: 'hana' } } } })
    const recording = await fetch(`${app.url}/talks/none/recording`, { headers: { cookie } })
    expect(await recording.json()).toMatchObject({ reason: 'talkNotFound' })
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/realtime`, { headers: { cookie } })
    await once(socket, 'open')
    socket.close()
  })

  it('gets a cookie that no script reads and no other site sends, for as long as was asked', async () => {
    const cookie = async (body: object, origin: string) =>
      (await signIn(body, { origin })).headers.get('set-cookie')
    expect(await cookie({ token }, app.url)).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(await cookie({ token, keep: true }, app.url)).toMatch(/Max-Age=\d+/)
    const out = await fetch(`${app.url}/session`, { method: 'DELETE', headers: { origin: app.url } })
    expect(out.headers.get('set-cookie')).toMatch(/^live_talk_session=;.*Max-Age=0/)
  })

  it('is refused with a wrong token, with none, and from another site', async () => {
    const refusals = [
      await signIn({ token: 'wrong' }),
      await signIn({}),
      await signIn({ token }, { origin: 'https://evil.example' }),
    ]
    expect(refusals.map(({ status }) => status)).toEqual([401, 400, 403])
    expect(refusals.map(({ headers }) => headers.get('set-cookie'))).toEqual([null, null, null])
    const stale = { cookie: 'live_talk_session=wrong' }
    expect((await fetch(`${app.url}/trpc/talk.list`, { headers: stale })).status).toBe(401)
  })
})

it('a token stands in no log line, however it is brought', async () => {
  const cookie = await cookieOf(await signIn({ token }))
  const authorization = `Bearer ${token}`
  await fetch(`${app.url}/talks/none/recording?x=1&token=${token}`, { headers: { cookie, authorization } })
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/realtime?token=${token}`)
  await once(socket, 'open')
  socket.close()
  expect(lines.join('')).toContain('/talks/none/recording')
  expect(lines.join('')).not.toContain(token)
})
