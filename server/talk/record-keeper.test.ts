import { describe, expect, it } from 'vitest'
import type { TalkRecord } from '../../shared/talk.ts'
import { builtInScenarios } from '../scenarios/index.ts'
import type { SaveOptions, TalkStore } from '../store/talk-store.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { RecordKeeper } from './record-keeper.ts'

const begun: TalkRecord = {
  id: 'talk-1',
  owner: 'hana',
  scenarioId: 's',
  state: 'live',
  startedAt: new Date(0),
  turnCount: 0,
  turns: [],
}
const ended: TalkRecord = { ...begun, state: 'ended', endReason: 'hungUp' }

function createBench(outcomes: (Error | undefined)[] = []) {
  const clock = new FakeClock()
  const saves: { record: TalkRecord; options: SaveOptions }[] = []
  const failures: unknown[] = []
  const [scenario] = builtInScenarios
  if (!scenario) throw new Error('there are no scenarios')
  // Only what a keeper asks for.
  const store = {
    async save(record: TalkRecord, options: SaveOptions = {}) {
      const outcome = outcomes.shift()
      if (outcome) throw outcome
      saves.push({ record, options })
    },
  } as TalkStore
  const keeper = new RecordKeeper({
    store,
    scenario,
    workAtEnd: () => ({ jobs: [{ kind: 'k', key: 'talk-1', payload: {} }], awaitsFeedback: true }),
    clock,
    onFailed: (error) => failures.push(error),
  })
  return { clock, saves, failures, keeper, scenario }
}

describe('a talk’s record', () => {
  it('is kept with its scenario at first, and with its work at the end', async () => {
    const { keeper, saves, scenario } = createBench()
    keeper.keep(begun)
    await keeper.settled
    keeper.keep(ended)
    await keeper.settled
    expect(saves).toEqual([
      { record: begun, options: { scenario } },
      { record: ended, options: { jobs: [{ kind: 'k', key: 'talk-1', payload: {} }], awaitsFeedback: true } },
    ])
  })

  it('is kept as it is at last, not in every state between', async () => {
    const { keeper, saves } = createBench()
    keeper.keep(begun)
    for (let turnCount = 1; turnCount < 20; turnCount++) keeper.keep({ ...begun, turnCount })
    await keeper.settled
    expect(saves.length).toBeLessThanOrEqual(2)
    expect(saves.at(-1)?.record.turnCount).toBe(19)
  })

  it('is kept in the end when the store was away, with all that is due', async () => {
    const away = new Error('the database is away')
    const { keeper, saves, failures, clock } = createBench([away, away, away])
    keeper.keep(ended)
    for (let tried = 0; saves.length === 0 && tried < 10; tried++) {
      await new Promise(setImmediate)
      clock.advance(5_000)
    }
    await keeper.settled
    expect(failures).toEqual([away, away, away])
    expect(saves).toMatchObject([{ record: ended, options: { awaitsFeedback: true } }])
  })
})
