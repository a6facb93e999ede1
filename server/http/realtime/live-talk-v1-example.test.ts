import { execFile } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { levelDbfs, pcmFromBytes } from '../../audio/pcm.ts'
import { createTestApp } from '../../testing/test-app.ts'

const root = join(import.meta.dirname, '../../..')

/** It speaks and listens at the pace of speech, twice as slowly on a machine that is busy. */
const TIMEOUT_MS = 60_000

it('is spoken by the example in the documentation, which uses no library', {
  timeout: TIMEOUT_MS,
}, async () => {
  await using app = await createTestApp()
  const answer = join(await mkdtemp(join(tmpdir(), 'live-talk-')), 'answer.pcm')
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(root, 'docs/examples/live-talk-v1.mjs'),
    app.url.replace('http', 'ws'),
    join(root, 'server/testing/speech/user-en.wav'),
    answer,
  ])
  expect(stdout).toMatch(/^user: \(speech\)$/m)
  expect(stdout).toMatch(/^partner: \S/m)
  expect(levelDbfs(pcmFromBytes(await readFile(answer)))).toBeGreaterThan(-35)
})
