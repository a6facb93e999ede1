import { whiteNoise } from '../../audio/fixtures/sound.ts'
import { FakeClock } from '../../testing/fake-clock.ts'
import { RecordingShelf } from '../recording-shelf.ts'

/**
 * A process that records two people who never stop, for a minute, on a disk that fills up meanwhile. Prints in one
 * line what its talk was told. Arguments: the shelf's directory, the talk's id.
 */
const [directory = '', talkId = ''] = process.argv.slice(2)
const TALK_MS = 60_000
const clock = new FakeClock()
const shelf = await RecordingShelf.open({ directory, clock })
const gaps: number[] = []
const failures: string[] = []
const recorder = shelf.record({
  talkId,
  startedAtMs: clock.nowMs(),
  onGap: (fromMs) => gaps.push(fromMs),
  onFailure: (error) => failures.push(String(error)),
})
const voice = { user: whiteNoise(320, -20), partner: whiteNoise(480, -20) }
for (let atMs = 0; atMs < TALK_MS; atMs += 20) {
  clock.advance(20)
  recorder.heard(voice.user, atMs + 20)
  recorder.sent(voice.partner, atMs)
  if (atMs % 1_000 === 0) await recorder.flush()
}
const told = { gaps: [...gaps], failures: [...failures] }
const { durationMs } = await recorder.close()
await shelf.close()
process.stdout.write(`${JSON.stringify({ ...told, durationMs })}\n`)
