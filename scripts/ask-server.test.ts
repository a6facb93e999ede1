import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const speech = join(root, 'server/testing/speech/user-en.wav')

function run(script: string, ...args: string[]): Promise<{ code: unknown; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'scripts', script), ...args], (error, _stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    )
  })
}

// The first has nobody behind it; the second no WebSocket may use (https://fetch.spec.whatwg.org/#port-blocking).
it.each(['http://127.0.0.1:61999', 'http://127.0.0.1:1'])(
  'says in one sentence that no server is at %s',
  async (url) => {
    const told = { code: 1, stderr: expect.stringMatching(/^http:\S+: The server does not answer\. .+\n$/) }
    expect(await run('talk.ts', '--wav', speech, '--url', url)).toEqual(told)
    expect(await run('load.ts', '--talks', '1', '--url', url)).toEqual(told)
  },
  60_000,
)
