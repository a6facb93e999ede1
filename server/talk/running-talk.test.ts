import { describe, expect, it } from 'vitest'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { builtInScenarios } from '../scenarios/index.ts'
import type { TalkStore } from '../store/talk-store.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { RecordKeeper } from './record-keeper.ts'
import { RunningTalk } from './running-talk.ts'

const live: TalkEvent = { type: 'state', state: 'live' }
const ended: TalkEvent = { type: 'state', state: 'ended', reason: 'hungUp' }

/** A talk that somebody reads, over a store that answers a save when the test says so. */
function createBench() {
  const clock = new FakeClock()
  const saves: PromiseWithResolvers<void>[] = []
  const [scenario] = builtInScenarios
  if (!scenario) throw new Error('there are no scenarios')
  const save = () => {
    const saving = Promise.withResolvers<void>()
    saves.push(saving)
    return saving.promise
  }
  const talk = new RunningTalk({
    record: {
      id: 'talk-1',
      owner: 'hana',
      scenarioId: scenario.id,
      state: 'connecting',
      startedAt: clock.date(),
      turnCount: 0,
      turns: [],
    },
    controller: { id: 'hana', lasting: true, scope: { owner: 'hana' } },
    offerSdp: undefined,
    keeper: new RecordKeeper({
      store: { save } as Pick<TalkStore, 'save'> as TalkStore, // only what a keeper asks for
      scenario,
      workAtEnd: () => ({}),
      clock,
      onFailed: () => undefined,
    }),
    now: () => clock.date(),
    onWatched: () => undefined,
  })
  const told: TalkEvent[] = []
  const reading = (async () => {
    for await (const { event } of talk.read(0, new AbortController().signal)) told.push(event)
  })()
  return {
    clock,
    talk,
    told,
    reading,
    /** The store answers what it was asked to keep so far. */
    async answer(): Promise<void> {
      for (const { resolve } of saves.splice(0)) resolve()
      await turn()
    },
  }
}

/** All that is not waiting for the store or for time has run. */
const turn = () => new Promise(setImmediate)

describe('the end of a talk', () => {
  it('is told when it is kept, and then the events are over', async () => {
    const { clock, talk, told, reading, answer } = createBench()
    talk.append(live)
    talk.append(ended)
    await turn()
    expect(told).toEqual([live])
    // First the save that was under way, then that of the end.
    await answer()
    expect(told).toEqual([live])
    await answer()
    await reading
    expect(told).toEqual([live, ended])
    await talk.saved
    expect(clock.pendingTimers).toBe(0)
  })

  it('is told after 2 s though the store does not answer, and is kept all the same', async () => {
    const { clock, talk, told, reading, answer } = createBench()
    talk.append(ended)
    clock.advance(1_999)
    await turn()
    expect(told).toEqual([])
    clock.advance(1)
    await reading
    expect(told).toEqual([ended])
    let saved = false
    const saving = talk.saved.then(() => {
      saved = true
    })
    await turn()
    expect(saved).toBe(false)
    await answer()
    await saving
  })
})
