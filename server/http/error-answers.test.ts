import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { App } from '../app.ts'
import { createTestApp } from '../testing/test-app.ts'

describe('a request that fits no route', () => {
  let app: App
  beforeAll(async () => {
    app = await createTestApp()
  }, 60_000)
  afterAll(() => app.close())

  it.each([
    ['a URL that cannot be decoded', '/talks/%zz/recording', {}, 400, 'badInput'],
    ['a path that is not there', '/nothing', {}, 404, 'notFound'],
    [
      'a body of a type that nobody reads',
      '/session',
      { method: 'POST', body: '<token/>', headers: { 'content-type': 'application/xml' } },
      415,
      'unsupportedType',
    ],
  ] as const)('is answered with a reason: %s', async (_, path, request, status, reason) => {
    const response = await fetch(`${app.url}${path}`, request)
    expect({ status: response.status, ...((await response.json()) as object) }).toEqual({
      status,
      reason,
      error: expect.any(String),
    })
  })

  it('is answered with the same words by the procedures', async () => {
    const request = { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }
    const response = await fetch(`${app.url}/trpc/talk.end`, request)
    expect(response.status).toBe(415)
    expect(await response.json()).toMatchObject({ error: { json: { data: { reason: 'unsupportedType' } } } })
  })
})
