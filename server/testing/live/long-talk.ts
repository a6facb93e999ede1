import { seededRandom } from '../network/link-schedule.ts'
import { goAway, hardCut } from './connection-faults.ts'
import type { HearingFaults } from './hearing-log.ts'
import type { LiveFault } from './live-fault.ts'
import { LiveStage } from './live-stage.ts'
import { lineNumber } from './numbered-partner.ts'
import { type ProcessMemory, processMemory } from './process-memory.ts'
import { type Rotation, RotationLog } from './rotation-log.ts'
import type { TalkingUser } from './talking-user.ts'

export interface LongTalkOptions {
  talkMs: number
  speed: number
  /** How old each connection is when the service announces its end. */
  goAwayEveryMs: number
  /** By the talk's clock, whatever is being said. */
  cutAtMs: number
  /** Called after each of the user's turns. */
  onProgress?: (talkedMs: number) => void
}

export interface LongTalkResult {
  talkedMs: number
  wallMs: number
  utterances: number
  /** Of those, how many were answered by voice. */
  answers: number
  /** Of the user's words, on their way to the model. */
  faults: HearingFaults
  /** The partner's lines that were told again. */
  repeatedLines: number[]
  greetings: number
  /** Why it ended before we did; undefined when it did not. */
  endReason: string | undefined
  rotations: Rotation[]
  /** Once it had warmed up, in the middle, at the end. */
  memory: ProcessMemory[]
}

/** As observed of Google's (reference: goAway about 50 s before the end). */
const GO_AWAY_LEFT_MS = 50_000
const PATIENCE_MS = 15_000
const MIN_BREATH_MS = 500
const MAX_BREATH_MS = 4_000
/** The first turns fill caches and have code compiled. */
const WARM_UP_SHARE = 0.05

/** Talks for hours, as one who does not know of connections, and tells what became of every word. */
export async function holdLongTalk(options: LongTalkOptions): Promise<LongTalkResult> {
  const { talkMs, speed, onProgress } = options
  const startWallMs = performance.now()
  const rotations = new RotationLog()
  const env = { MAX_TALK_MINUTES: String(Math.ceil(talkMs / 60_000) + 10) }
  await using stage = await LiveStage.open({
    speed,
    env,
    faults: () => connectionFaults(options),
    onEntry: (entry) => rotations.enter(entry),
  })
  const lines = new LineLog()
  await using user = stage.enter({
    onEvent: (event) => {
      if (event.type === 'transcript' && event.role === 'partner' && event.final) lines.add(event)
    },
  })
  rotations.user = user
  const memory: ProcessMemory[] = []
  const memoryDueMs = [talkMs * WARM_UP_SHARE, talkMs / 2]
  const random = seededRandom(1)
  let utterances = 0
  let answers = 0
  await isHeard(user)
  while (stage.clock.nowMs() < talkMs && user.state !== 'ended' && !user.isGone) {
    await user.pause(MIN_BREATH_MS + random() * (MAX_BREATH_MS - MIN_BREATH_MS))
    user.say(++utterances)
    await user.until(() => !user.isSpeaking)
    if (await isHeard(user)) answers++
    if (stage.clock.nowMs() >= (memoryDueMs[memory.length] ?? Number.POSITIVE_INFINITY))
      memory.push(processMemory())
    onProgress?.(stage.clock.nowMs())
  }
  memory.push(processMemory())
  const talkedMs = stage.clock.nowMs()
  const { endReason } = user
  user.hangUp()
  await user.until(() => user.isGone, PATIENCE_MS)
  const wallMs = performance.now() - startWallMs
  const { greetings, hearing } = stage.partner
  return {
    ...{ talkedMs, wallMs, utterances, answers, faults: hearing.faults, repeatedLines: lines.repeated },
    ...{ greetings, endReason, rotations: rotations.all, memory },
  }
}

function connectionFaults({ goAwayEveryMs, cutAtMs }: LongTalkOptions): LiveFault[] {
  return [
    goAway({ afterMs: goAwayEveryMs, timeLeftMs: GO_AWAY_LEFT_MS, after: 'deadline' }),
    (wire) => {
      const leftMs = cutAtMs - wire.clock.nowMs()
      return leftMs > 0 ? hardCut({ afterMs: leftMs })(wire) : {}
    },
  ]
}

/** Waits for the partner to speak and to fall silent. */
async function isHeard(user: TalkingUser): Promise<boolean> {
  const begins = await user.until(() => user.partnerSpeaks, PATIENCE_MS)
  return begins && (await user.until(() => !user.partnerSpeaks, PATIENCE_MS))
}

/** The partner's lines are numbered in the order in which it says them. */
class LineLog {
  readonly repeated: number[] = []
  #last = { number: 0, turnId: '' }

  add({ text, turnId }: { text: string; turnId: string }): void {
    const number = lineNumber(text)
    if (number === undefined) return
    if (number <= this.#last.number && turnId !== this.#last.turnId) this.repeated.push(number)
    if (number > this.#last.number) this.#last = { number, turnId }
  }
}
