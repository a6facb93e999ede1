import { concludeTalk, evaluateTalk, keepFeedback } from '../../keeping/job-kinds.ts'
import type { Store } from '../../store/open-store.ts'
import { leakedSince, openResources } from '../leak-check.ts'
import { seededRandom } from '../network/link-schedule.ts'
import { openAppStore } from '../test-store.ts'
import { faultTable } from './fault-table.ts'
import { LiveStage } from './live-stage.ts'

export interface KilledTalksOptions {
  talks: number
  /** So many at once. */
  atOnce: number
  speed: number
}

/** What is still there after the last talk is over; all 0. */
export interface Leftovers {
  sockets: number
  timers: number
  listeners: number
  talks: number
}

export interface KilledTalks {
  /** How often one of them came to be live, again after a fault too. */
  live: number
  left: Leftovers
}

const MAX_TALK_MS = 12_000
/** Longer than a talk waits for its user to come back. */
const ALL_OVER_MS = 60_000
const BETWEEN_LOOKS_MS = 50

/** Talks with all kinds of faults, each ended at a random moment by a goodbye or by a cut. */
export async function killTalks({ talks, atOnce, speed }: KilledTalksOptions): Promise<KilledTalks> {
  const random = seededRandom(1)
  const anyFault = () => faultTable[Math.floor(random() * faultTable.length)]
  const env = { MAX_TALKS: String(talks), MAX_TALKS_PER_USER: String(talks) }
  await using store = await openAppStore()
  await using stage = await LiveStage.open({
    speed,
    store,
    env,
    // Which connection of which talk it is, nobody can say here: each has what a first or a later one may have.
    faults: () => anyFault()?.faults(random() < 0.7 ? 1 : 2) ?? [],
  })
  // Makes what is made once.
  await fetch(`${stage.app.url}/healthz`, { headers: { connection: 'close' } })
  const before = { resources: openResources(), timers: stage.clock.pendingTimers, listeners: listenerCount() }
  let live = 0
  const oneTalk = async () => {
    await using user = stage.enter({
      onEvent: (event) => {
        if (event.type === 'state' && event.state === 'live') live++
      },
    })
    await user.pause(random() * MAX_TALK_MS)
    if (random() < 0.5) user.say(1)
    await user.pause(random() * MAX_TALK_MS)
    if (random() < 0.5) user.hangUp()
    else user.vanish()
    await user.until(() => user.isGone, MAX_TALK_MS)
  }
  for (let begun = 0; begun < talks; begun += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, talks - begun) }, oneTalk))
  }
  const untilMs = stage.clock.nowMs() + ALL_OVER_MS
  const isBusy = () => stage.app.registry.activeCount > 0 || stage.service.connectionCount > 0
  while (isBusy() && stage.clock.nowMs() < untilMs) await stage.clock.pass(100)
  await workDone(store)
  const left = await leakedSince(before.resources)
  const sockets = Object.entries(left).filter(([kind]) => /socket|tcp|pipe|port/i.test(kind))
  const counts: Leftovers = {
    sockets: stage.service.connectionCount + sockets.reduce((sum, [, count]) => sum + count, 0),
    timers: Math.max(0, stage.clock.pendingTimers - before.timers) + (left.Timeout ?? 0),
    listeners: Math.max(0, listenerCount() - before.listeners),
    talks: stage.app.registry.activeCount,
  }
  return { live, left: counts }
}

/**
 * The talks are over, but what is due for them may still be at work. The queue is PostgreSQL's: no event tells that it
 * has come to rest, so it is looked at.
 */
async function workDone({ jobs }: Store): Promise<void> {
  for (const kind of [concludeTalk, evaluateTalk, keepFeedback]) {
    const isDone = async () => {
      const listed = await jobs.list(kind, { limit: 500 })
      return listed.every(({ state }) => state === 'done' || state === 'failed')
    }
    while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, BETWEEN_LOOKS_MS))
  }
}

function listenerCount(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0)
}
