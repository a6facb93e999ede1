import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { App } from '../app.ts'
import { createTestApp } from '../testing/test-app.ts'

describe('who brings no token', () => {
  let app: App
  beforeAll(async () => {
    app = await createTestApp({ env: { AUTH_MODE: 'token', AUTH_TOKENS: 'hana:token-of-hana' } })
  }, 60_000)
  afterAll(() => app.close())

  it.each([
    ['GET', '/trpc/talk.list'],
    ['GET', '/talks/any/recording'],
    ['POST', '/feedback'],
  ])('is told how to bring one: %s %s', async (method, path) => {
    const { status, headers } = await fetch(`${app.url}${path}`, { method })
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  })

  it.each(['', '?token=wrong', '?connectionParams=1'])('gets no socket of a talk: %s', async (query) => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws/realtime${query}`)
    const [error] = await once(socket, 'error')
    expect(error).toMatchObject({ message: 'Unexpected server response: 401' })
  })
})
