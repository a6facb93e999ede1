import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { pageRoutes } from './page-routes.ts'

const SCRIPT = 'console.log("the page")'

async function builtPage(owned: AsyncDisposableStack): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'live-talk-page-'))
  owned.defer(() => rm(directory, { recursive: true }))
  await mkdir(join(directory, 'assets'))
  await writeFile(join(directory, 'index.html'), '<!doctype html>')
  await writeFile(join(directory, 'assets/page.js'), SCRIPT)
  await writeFile(join(directory, 'assets/page.js.br'), brotliCompressSync(SCRIPT))
  await writeFile(join(directory, 'assets/page.js.gz'), gzipSync(SCRIPT))
  return directory
}

test('a script goes out as small as the browser can take it, and is kept for ever', async () => {
  await using owned = new AsyncDisposableStack()
  await using server = fastify()
  await pageRoutes(server, { directory: await builtPage(owned) })
  const encodingFor = async (accepted: string) => {
    const headers = { 'accept-encoding': accepted }
    const answer = await server.inject({ url: '/assets/page.js', headers })
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringContaining('javascript'),
      vary: expect.stringMatching(/accept-encoding/i),
    })
    return answer.headers['content-encoding']
  }
  expect(await encodingFor('gzip, deflate, br')).toBe('br')
  expect(await encodingFor('gzip, deflate')).toBe('gzip')
  expect(await encodingFor('identity')).toBeUndefined()
})

test('any path that a browser opens is answered with the page, whatever it can unpack', async () => {
  await using owned = new AsyncDisposableStack()
  await using server = fastify()
  await pageRoutes(server, { directory: await builtPage(owned) })
  const headers = { accept: 'text/html', 'accept-encoding': 'gzip, br' }
  const answer = await server.inject({ url: '/talk/somebody', headers })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['cache-control']).toBe('no-cache')
  expect(answer.body).toBe('<!doctype html>')
})
