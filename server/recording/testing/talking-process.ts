import { setTimeout as sleep } from 'node:timers/promises'
import { whiteNoise } from '../../audio/fixtures/sound.ts'
import { FakeClock } from '../../testing/fake-clock.ts'
import { RecordingShelf } from '../recording-shelf.ts'

/**
 * A process that records two people who never stop, ten times faster than they speak, until it is killed.
 * Prints the talk's time after every second of it. Arguments: the shelf's directory, the talk's id.
 */
const [directory = '', talkId = ''] = process.argv.slice(2)
const clock = new FakeClock()
const shelf = await RecordingShelf.open({ directory, clock })
const fail = (error: unknown) => {
  throw error
}
const recorder = shelf.record({
  talkId,
  startedAtMs: clock.nowMs(),
  onGap: () => fail(new Error('Sound was lost.')),
  onFailure: fail,
})
const voice = { user: whiteNoise(320, -20), partner: whiteNoise(480, -20) }
for (let tick = 0; ; tick++) {
  clock.advance(20)
  recorder.heard(voice.user, (tick + 1) * 20)
  recorder.sent(voice.partner, tick * 20)
  if (tick % 50 !== 0) continue
  process.stdout.write(`${tick * 20}\n`)
  await sleep(100)
}
