import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/**
 * The built page: hashed files for ever, the page itself asked for anew each time, and any path that a browser
 * opens answered with the page, whose own routes decide. Whatever else is not there gets a typed 404.
 */
export async function pageRoutes(server: FastifyInstance, options: { directory: string }): Promise<void> {
  const { directory } = options
  const built = existsSync(join(directory, 'index.html'))
  if (built) {
    await server.register(fastifyStatic, {
      root: directory,
      cacheControl: false,
      // Laid beside by the build: scripts/compress-page.ts.
      preCompressed: true,
      setHeaders(reply, path) {
        const hashed = path.startsWith(join(directory, 'assets'))
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  server.setNotFoundHandler(async (request, reply) => {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    const wantsPage = reads && request.headers.accept?.includes('text/html')
    if (built && wantsPage) return reply.sendFile('index.html')
    const error = built
      ? 'There is nothing here.'
      : 'There is nothing here. The page is not built: npm start builds it.'
    return reply.code(404).send({ error, reason: 'notFound' })
  })
}
