import { expect, it } from 'vitest'
import { sampleAnswer } from '../feedback/testing/sample-talk.ts'
import { FakeCloudStorage } from '../testing/cloud-storage/fake-cloud-storage.ts'
import { answered, FakeGenerateContent } from '../testing/fake-generate-content.ts'
import { Postgres } from '../testing/postgres.ts'
import { createRpcClient } from '../testing/rpc-client.ts'
import { SpawnedServer } from '../testing/spawned-server.ts'

it('feedback asked on one server is watched on another, which does it when the first one dies', async () => {
  await using postgres = await Postgres.start()
  await using bucket = await FakeCloudStorage.open()
  await using service = await FakeGenerateContent.listen()
  service.reply('silence')
  const env = {
    ...{ PARTNER: 'auto', GEMINI_API_KEY: 'key', GEMINI_BASE_URL: service.baseUrl },
    ...{ DATABASE_URL: await postgres.createDatabase() },
    ...{ GCS_BUCKET_NAME: bucket.bucketName, STORAGE_EMULATOR_HOST: bucket.url },
  }
  await using one = await SpawnedServer.start(env)
  const begun = service.nextRequest()
  const form = new FormData()
  form.set('log', JSON.stringify([{ role: 'user', text: 'What matters most to you in this?' }]))
  const headers = { prefer: 'respond-async' }
  const posted = await fetch(`${one.url}/feedback`, { method: 'POST', body: form, headers })
  const { id: talkId } = (await posted.json()) as { id: string } // as contracted
  await begun
  await using other = await SpawnedServer.start(env)
  await using client = createRpcClient(other.url)
  const seen: string[] = []
  const done = Promise.withResolvers<void>()
  client.rpc.feedback.watch.subscribe(
    { talkId },
    {
      onData: (status) => void seen.push(status.status === 'running' ? status.stage : status.status),
      onError: done.reject,
      onComplete: done.resolve,
    },
  )
  await expect.poll(() => seen).toContain('judging')
  service.reply(answered(sampleAnswer()))
  await one.kill()
  await done.promise
  expect(seen.at(-1)).toBe('done')
  expect(service.requests).toHaveLength(2)
  await expect
    .poll(() => bucket.objects.names, { timeout: 15_000 })
    .toContain(`talks/${talkId}/feedback.json`)
}, 120_000)
