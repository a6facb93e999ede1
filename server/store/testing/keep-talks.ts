import { openFromArguments, say } from './open-from-arguments.ts'
import { judge } from './test-jobs.ts'
import { testTalk, testTurn } from './test-talks.ts'

/** Keeps talk after talk until it is killed, and says which are safe: one that runs on, the others ended. */
const { talks } = await openFromArguments()
let running = testTalk({ turns: [] })
await talks.save(running)
say('running', running.id)
for (let count = 1; ; count++) {
  const turns = [...running.turns, testTurn(`t${count}`, `Turn ${count}.`, { startMs: count })]
  running = { ...running, turns, turnCount: count }
  await talks.save(running)
  say('turn', `t${count}`)
  const ended = testTalk({ state: 'ended', endReason: 'hungUp', endedAt: new Date() })
  await talks.save(ended, { jobs: [judge(ended.id)], awaitsFeedback: true })
  say('ended', ended.id)
}
