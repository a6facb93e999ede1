import type { Clock } from '../../clock.ts'
import type { Store } from '../../store/open-store.ts'
import { leakedSince, openResources } from '../leak-check.ts'
import type { FaultCase } from './fault-table.ts'
import { LiveStage } from './live-stage.ts'
import { GREETING } from './numbered-partner.ts'
import { TalkStory } from './talk-story.ts'
import type { TalkingUser } from './talking-user.ts'

/** What became of a talk that met a fault. Times are ms of the talk. */
export interface FaultOutcome {
  name: string
  /** `recovered`, why it ended, or `hung`: it did neither. */
  outcome: string
  /** From what the user could notice to the first sign that somebody had. */
  detectedMs?: number
  /** From what the user could notice until the partner was heard again, or, where no answer was due, could hear again. */
  againMs?: number
  /** All that a user would complain of, and all that was left open. Empty when everything went as defined. */
  problems: string[]
}

/** The store stays the caller's; without one each talk opens its own. */
export interface PlayOptions {
  speed: number
  store?: Store | undefined
}

/** How many times the user speaks. */
const UTTERANCES = 4
/** A person who gets no answer for so long says something again. */
const PATIENCE_MS = 9_000
/** Between an answer and the user's next words. */
const BREATH_MS = 600
const LIVE_WITHIN_MS = 15_000
const ENDS_WITHIN_MS = 60_000
const CLOSES_WITHIN_MS = 10_000
/** How one utterance is written down. */
const USER_TEXT = /^発話\d+です。$/

/** Lets somebody talk with a service that has this fault, through the whole app, and tells how it went. */
export async function playFault(fault: FaultCase, options: PlayOptions): Promise<FaultOutcome> {
  const before = openResources()
  const outcome = await play(fault, options)
  const leaked = Object.entries(await leakedSince(before))
  if (leaked.length > 0)
    outcome.problems.push(`left open: ${leaked.map((each) => each.join(' ')).join(', ')}`)
  return outcome
}

async function play(fault: FaultCase, { speed, store }: PlayOptions): Promise<FaultOutcome> {
  const story = new TalkStory()
  await using stage = await LiveStage.open({ speed, store, faults: fault.faults })
  await using user = stage.enter({
    onEvent: (event, atMs) => story.add(event, atMs),
    onSound: (stretch) => story.sounds.push(stretch),
  })
  const isAnswered = await converse(user, story, fault, stage.clock)
  const outcome = user.state === 'ended' ? `${user.endReason}` : isAnswered ? 'recovered' : 'hung'
  user.hangUp()
  await user.until(() => user.isGone, ENDS_WITHIN_MS)
  const limitMs = stage.clock.nowMs() + CLOSES_WITHIN_MS
  while (stage.service.connectionCount > 0 && stage.clock.nowMs() < limitMs) await stage.clock.pass(20)
  const times = fault.reaction === 'silence' ? reactionTimes(story, stage) : {}
  return { name: fault.name, outcome, ...times, problems: problemsOf(fault, story, stage, user.heardMs) }
}

/** @returns whether the user's last words were answered by voice */
async function converse(
  user: TalkingUser,
  story: TalkStory,
  fault: FaultCase,
  clock: Clock,
): Promise<boolean> {
  const isOver = () => user.state === 'ended' || user.isGone
  const answers = () => story.partnerFinishedAtMs.length
  const silentMs = () => clock.nowMs() - Math.max(user.spokeUntilMs, story.sounds.at(-1)?.toMs ?? 0)
  await user.until(() => user.state === 'live' || isOver(), LIVE_WITHIN_MS)
  await user.until(() => answers() > 0 || isOver(), PATIENCE_MS)
  let isAnswered = false
  for (let utterance = 1; utterance <= UTTERANCES && !isOver(); utterance++) {
    await user.pause(BREATH_MS)
    await user.until(() => silentMs() > BREATH_MS || isOver())
    const before = answers()
    user.say(utterance)
    await user.until(() => !user.isSpeaking || isOver())
    story.spokeUntilMs.push(user.spokeUntilMs)
    await user.until(() => answers() > before || silentMs() > PATIENCE_MS || isOver())
    isAnswered = answers() > before
  }
  if (fault.outcome !== 'recovered') await user.until(isOver, ENDS_WITHIN_MS)
  return isAnswered && !isOver()
}

function reactionTimes(
  story: TalkStory,
  { service }: LiveStage,
): Pick<FaultOutcome, 'detectedMs' | 'againMs'> {
  const { entries } = service.ledger
  const struckAtMs = entries.find(({ what }) => what === 'struck')?.atMs ?? Number.NaN
  const isLater = (atMs: number) => atMs >= struckAtMs
  const seen = entries.filter(({ what }) => what === 'typed' || what === 'opened').map(({ atMs }) => atMs)
  const reactedAtMs = Math.min(...[...seen, ...story.toldAtMs].filter(isLater))
  if (!Number.isFinite(reactedAtMs)) return {}
  const before = (times: number[]) =>
    Math.max(Number.NEGATIVE_INFINITY, ...times.filter((atMs) => atMs <= reactedAtMs))
  const spokeMs = before(story.spokeUntilMs)
  const heardMs = Math.min(
    reactedAtMs,
    story.sounds.findLast(({ fromMs }) => fromMs <= reactedAtMs)?.toMs ?? 0,
  )
  const isDue = spokeMs > before(story.partnerFinishedAtMs) && heardMs < reactedAtMs
  // Who waits for an answer notices its absence from the end of their own words on.
  const noticeableMs = Math.max(isDue ? Number.NEGATIVE_INFINITY : struckAtMs, spokeMs, heardMs)
  const readyAtMs = entries.find(({ what, atMs }) => what === 'ready' && isLater(atMs))?.atMs
  const soundAtMs = story.sounds.find(({ fromMs }) => fromMs >= reactedAtMs)?.fromMs
  const againAtMs = isDue ? soundAtMs : (readyAtMs ?? soundAtMs)
  return {
    detectedMs: reactedAtMs - noticeableMs,
    ...(againAtMs === undefined ? {} : { againMs: againAtMs - noticeableMs }),
  }
}

function problemsOf(
  fault: FaultCase,
  story: TalkStory,
  { app, partner, service }: LiveStage,
  heardMs: number,
): string[] {
  const said = story.finalTexts('partner')
  const userTexts = story.finalTexts('user')
  const numbered = said.filter((text) => text.includes('番目'))
  const { lost, repeated, damaged } = partner.hearing.faults
  const wanted = [...(fault.notices ?? [])]
  const checks: [boolean, string][] = [
    [
      said.every((text) => partner.lines.some((line) => line.includes(text))),
      `words that nobody said: ${said.join(' | ')}`,
    ],
    [new Set(numbered).size === numbered.length, `said twice: ${numbered.join(' | ')}`],
    [said.filter((text) => text.startsWith(GREETING.slice(0, 6))).length <= 1, 'greeted twice'],
    [heardMs >= fault.heardMs, `the partner was heard for ${heardMs} ms`],
    [partner.greetings <= 1, `asked to greet ${partner.greetings} times`],
    [
      userTexts.every((text) => USER_TEXT.test(text)) && new Set(userTexts).size === userTexts.length,
      `the user is told to have said: ${userTexts.join(' | ')}`,
    ],
    [userTexts.length <= story.spokeUntilMs.length, `${userTexts.length} turns of the user's`],
    [
      JSON.stringify(story.notices) === JSON.stringify(wanted),
      `notices: ${story.notices.join(', ') || 'none'}`,
    ],
    [fault.forgets === true || lost.length === 0, `the model never heard: ${lost.join(', ')}`],
    [repeated.length === 0, `the model heard twice: ${repeated.join(', ')}`],
    [damaged.length === 0, `the model heard in part: ${damaged.join(', ')}`],
    [service.ledger.overlaps === 0, 'resumed while the old socket was open'],
    [service.connectionCount === 0, `${service.connectionCount} connections left`],
    [app.registry.activeCount === 0, `${app.registry.activeCount} talks left`],
  ]
  return checks.filter(([isMet]) => !isMet).map(([, problem]) => problem)
}
