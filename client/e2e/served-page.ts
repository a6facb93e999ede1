import { join } from 'node:path'
import { fastify } from 'fastify'
import { pageRoutes } from '../../server/http/page-routes.ts'
import { test as base, expect } from './fixtures.ts'

/** The built page at an address of its own, for tests that stand in for the server behind it. */
export const test = base.extend<object, { posted: unknown[]; pageUrl: string }>({
  /** What pages have posted to tRPC, past their socket. */
  posted: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are asked for from the pattern
    async ({}, use) => {
      await use([])
    },
    { scope: 'worker' },
  ],
  pageUrl: [
    async ({ posted }, use) => {
      await using server = fastify()
      await pageRoutes(server, { directory: join(import.meta.dirname, '../../dist/page') })
      server.post('/trpc/:path', async (request) => {
        posted.push(request.body)
        return {}
      })
      await use(await server.listen({ host: '127.0.0.1', port: 0 }))
    },
    { scope: 'worker' },
  ],
})

export { expect }
