import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createRpcClient } from '../testing/rpc-client.ts'
import { createTestApp } from '../testing/test-app.ts'
import { createTestDataDir } from '../testing/test-store.ts'

async function postTalk(url: string): Promise<string> {
  const form = new FormData()
  form.set('log', JSON.stringify([{ role: 'user', text: 'What matters most to you in this?' }]))
  const response = await fetch(`${url}/feedback`, { method: 'POST', body: form })
  return ((await response.json()) as { id: string }).id // as contracted
}

it('a talk that is removed is gone with its feedback, from the archive too', async () => {
  using data = createTestDataDir()
  await using app = await createTestApp({ env: { DATA_DIR: data.path } })
  await using client = createRpcClient(app.url)
  const talkId = await postTalk(app.url)
  const archived = async () => {
    const names = await readdir(join(data.path, 'archive'), { recursive: true })
    return names.filter((name) => name.includes(talkId) && /\.\w+$/.test(name)).length
  }
  // The record, the log, and the feedback in three forms.
  await expect.poll(archived, { timeout: 15_000 }).toBe(5)
  expect(await client.rpc.feedback.trend.query({})).toMatchObject([{ points: [{ talkId }] }])
  await client.rpc.talk.remove.mutate({ talkId })
  await expect(client.rpc.talk.get.query({ talkId })).rejects.toThrow('no such talk')
  await expect(client.rpc.feedback.get.query({ talkId })).rejects.toThrow('no such talk')
  await expect.poll(archived, { timeout: 15_000 }).toBe(0)
})
