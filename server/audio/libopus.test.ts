import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { libopus } from './libopus.ts'

const require = createRequire(import.meta.url)

test('the installed package is the one that the binding was written for', async () => {
  // The WebAssembly file stands outside of the package's documented surface: read libopus.ts before changing this.
  expect(JSON.parse(await readFile(require.resolve('@evan/opus/package.json'), 'utf8'))).toHaveProperty(
    'version',
    '1.0.3',
  )
  const own = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(own.dependencies['@evan/opus']).toBe('1.0.3')
})

test('the WebAssembly module exports what the binding calls', async () => {
  const module = new WebAssembly.Module(await readFile(require.resolve('@evan/opus/wasm/simd.wasm')))
  const exports = WebAssembly.Module.exports(module)
  expect(exports).toContainEqual({ name: 'memory', kind: 'memory' })
  for (const name of [
    '_initialize',
    'malloc',
    'free',
    'opus_decoder_get_size',
    'opus_decoder_init',
    'opus_decode',
  ])
    expect(exports).toContainEqual({ name, kind: 'function' })
})

test('there is one libopus in the process', () => {
  expect(libopus()).toBe(libopus())
})
