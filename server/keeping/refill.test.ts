import { pino } from 'pino'
import { expect, it } from 'vitest'
import { DirectoryArchive } from '../archive/directory-archive.ts'
import { TalkArchive } from '../archive/talk-archive.ts'
import { createTestDataDir, openTestStore } from '../testing/test-store.ts'
import { jobKinds } from './job-kinds.ts'
import { needsRefill, Refill } from './refill.ts'
import { archiveTalks } from './testing/archived-talks.ts'

const log = pino({ level: 'silent' })
const going = { signal: new AbortController().signal }

async function openEmpty(talkCount: number) {
  await using opening = new AsyncDisposableStack()
  const data = opening.use(createTestDataDir())
  const archive = new TalkArchive({ archive: await DirectoryArchive.open(data.path) })
  const talkIds = await archiveTalks(archive, talkCount)
  const store = opening.use(await openTestStore({ jobKinds }))
  const { talks, feedback } = store
  const owned = opening.move()
  return {
    talks,
    feedback,
    talkIds,
    refill: new Refill({ talks, feedback, archive, log }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

it('an empty database gets every talk of the archive, with its words and its feedback', async () => {
  await using bench = await openEmpty(5)
  const { talks, feedback, talkIds, refill } = bench
  expect(await needsRefill(talks)).toBe(true)
  await refill.run({}, going)
  expect(await needsRefill(talks)).toBe(false)
  const { items } = await talks.list({}, { limit: 100 })
  expect(items.map(({ id }) => id).sort()).toEqual([...talkIds].sort())
  for (const id of talkIds) {
    expect((await talks.get(id, {}))?.turns).toHaveLength(2)
    expect(await feedback.get(id, {})).toMatchObject({ status: 'done', result: { talkId: id } })
  }
})

it('a filling that is begun again brings what is missing, and leaves what is there as it is', async () => {
  await using bench = await openEmpty(3)
  const { talks, feedback, talkIds, refill } = bench
  await expect(refill.run({}, { signal: AbortSignal.abort(new Error('the server stops')) })).rejects.toThrow(
    'the server stops',
  )
  await refill.run({}, going)
  const [changed = '', missing = ''] = talkIds
  const record = await talks.get(changed, {})
  if (!record) throw new Error('it was archived, so it was restored')
  await talks.save({ ...record, scenarioId: 'changed since' })
  await talks.remove(missing, {})
  await refill.run({}, going)
  expect((await talks.list({}, { limit: 100 })).items).toHaveLength(3)
  expect(await talks.get(changed, {})).toMatchObject({ scenarioId: 'changed since' })
  expect(await feedback.get(missing, {})).toMatchObject({ status: 'done' })
})
