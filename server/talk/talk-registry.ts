import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { MediaStats } from '../../shared/media-stats.ts'
import type { Scenario } from '../../shared/scenario.ts'
import type { Clock } from '../clock.ts'
import { TalkError } from '../errors.ts'
import type { TalkStore } from '../store/talk-store.ts'
import { type Caller, mayControl } from './caller.ts'
import { RecordKeeper, type WorkAtEnd } from './record-keeper.ts'
import { RunningTalk, talkIdOf } from './running-talk.ts'
import { TalkCounts } from './talk-counts.ts'
import type { MediaStart, TalkCommand, TalkHost, TalkReply } from './talk-host.ts'

// A client that lost its socket just as the talk ended still learns of the end when it comes back.
const KEEP_ENDED_MS = 60_000
const FULL_RETRY_AFTER_MS = 30_000

export interface TalkRegistryOptions {
  /** Stays the app's to close. */
  host: TalkHost
  store: TalkStore
  /** What is due once a talk has ended. */
  workAtEnd: WorkAtEnd
  limits: { maxTalks: number; maxTalksPerUser: number }
  clock: Clock
  log: Logger
}

/**
 * Every talk that runs, by its id: lets them in, finds them, and brings clients back to them. The only way from
 * outside to a running talk.
 */
export class TalkRegistry {
  readonly #options: TalkRegistryOptions
  readonly #talks = new Map<string, RunningTalk>()
  /** When each talk ended, oldest first. */
  readonly #endedAtMs = new Map<string, number>()
  readonly counts = new TalkCounts()
  #draining = false

  constructor(options: TalkRegistryOptions) {
    this.#options = options
  }

  get activeCount(): number {
    return [...this.#talks.values()].filter((talk) => !talk.ended).length
  }

  get maxTalks(): number {
    return this.#options.limits.maxTalks
  }

  get draining(): boolean {
    return this.#draining
  }

  /**
   * Begins a talk. An offer that a talk came from which nobody watches leads back to that one: a client whose
   * socket was lost before the first event sends it again, and nobody else knows the secrets in it.
   * @throws TalkError capacityReached, serverStopping, badOffer
   */
  async open(caller: Caller, scenario: Scenario, media: MediaStart): Promise<RunningTalk> {
    this.#forgetEnded()
    const begun = this.#begunWith(caller, media)
    if (begun) {
      begun.controller = caller
      return begun
    }
    this.#admit(caller)
    const { host, clock, log } = this.#options
    const talk = this.#createTalk(caller, scenario, media)
    const talkId = talk.record.id
    // Counted from here on, so that many at once cannot slip past the cap together.
    this.#talks.set(talkId, talk)
    try {
      const reply = await host.start({ talkId, scenario, media }, (event) => {
        talk.append(event)
        if (!talk.ended) return
        this.#endedAtMs.set(talkId, clock.nowMs())
        this.counts.countEnded(talk.record.endReason ?? 'internalError')
      })
      throwRefusal(reply)
    } catch (error) {
      this.#talks.delete(talkId)
      talk.abandon()
      throw error
    }
    this.counts.countOpened()
    log.info({ talkId, scenarioId: scenario.id }, 'talk opened')
    return talk
  }

  /**
   * The talk that an event id belongs to, and where in it; undefined when this server does not hold it. The
   * caller takes it over: the id is the proof.
   */
  resume(caller: Caller, eventId: string): { talk: RunningTalk; afterNumber: number } | undefined {
    const talk = this.#talks.get(talkIdOf(eventId))
    const afterNumber = talk?.numberOf(eventId)
    if (!talk || afterNumber === undefined) return undefined
    if (caller.scope.owner !== undefined && caller.scope.owner !== talk.record.owner) return undefined
    talk.controller = caller
    return { talk, afterNumber }
  }

  /**
   * Sends a command to a talk that the caller may control.
   * @returns the answer's SDP, for a restart
   * @throws TalkError talkNotFound, notAllowed, talkEnded, and what the command itself is refused for
   */
  async command(caller: Caller, talkId: string, command: TalkCommand): Promise<string | undefined> {
    this.find(caller, talkId)
    return throwRefusal(await this.#options.host.send(talkId, command)).answerSdp
  }

  /** How the voices of a talk that runs here get through; undefined for any other. */
  async stats(talkId: string): Promise<MediaStats | undefined> {
    if (this.#talks.get(talkId)?.ended !== false) return undefined
    const reply = await this.#options.host.send(talkId, { type: 'stats' })
    return reply.ok ? reply.media : undefined
  }

  /**
   * A talk that the caller may control.
   * @throws TalkError talkNotFound, notAllowed
   */
  find(caller: Caller, talkId: string): RunningTalk {
    const talk = this.#talks.get(talkId)
    if (!talk) throw new TalkError('talkNotFound', 'There is no such talk running here.')
    if (!mayControl(caller, talk)) throw new TalkError('notAllowed', 'This talk is somebody else’s.')
    return talk
  }

  /** No new talks from now on; those that run may end by themselves. */
  drain(): void {
    this.#draining = true
  }

  /** Waits until all is stored, once the host has ended its talks. */
  async close(): Promise<void> {
    this.#draining = true
    await Promise.all([...this.#talks.values()].map((talk) => talk.saved))
    this.#talks.clear()
  }

  #admit(caller: Caller): void {
    const { maxTalks, maxTalksPerUser } = this.#options.limits
    if (this.#draining) {
      throw new TalkError('serverStopping', 'The server is about to stop. Try again in a minute.', {
        retryAfterMs: FULL_RETRY_AFTER_MS,
      })
    }
    if (this.activeCount >= maxTalks) {
      throw new TalkError(
        'capacityReached',
        'All places are taken at the moment. Try again in a little while.',
        {
          retryAfterMs: FULL_RETRY_AFTER_MS,
        },
      )
    }
    if (caller.id === undefined) return
    const own = [...this.#talks.values()].filter((talk) => !talk.ended && talk.controller.id === caller.id)
    if (own.length >= maxTalksPerUser) {
      throw new TalkError(
        'capacityReached',
        'You have as many talks running as you may. End one of them first.',
        {
          retryAfterMs: FULL_RETRY_AFTER_MS,
        },
      )
    }
  }

  #createTalk(caller: Caller, scenario: Scenario, media: MediaStart): RunningTalk {
    const { clock, store, workAtEnd, log } = this.#options
    const id = randomUUID()
    const owner = caller.scope.owner ?? 'anyone'
    return new RunningTalk({
      record: {
        id,
        owner,
        scenarioId: scenario.id,
        scenarioTitle: scenario.title,
        state: 'connecting',
        startedAt: clock.date(),
        turnCount: 0,
        turns: [],
      },
      controller: caller,
      offerSdp: media.type === 'webrtc' ? media.offerSdp : undefined,
      keeper: new RecordKeeper({
        store,
        scenario,
        workAtEnd,
        clock,
        onFailed: (error) => log.error({ err: error, talkId: id }, 'a talk could not be stored'),
      }),
      now: () => clock.date(),
      onWatched: (watched) => this.#tellPresence(id, watched),
    })
  }

  #begunWith(caller: Caller, media: MediaStart): RunningTalk | undefined {
    if (media.type !== 'webrtc') return undefined
    return [...this.#talks.values()].find(
      (talk) =>
        !talk.ended &&
        !talk.watched &&
        talk.offerSdp === media.offerSdp &&
        (caller.scope.owner === undefined || caller.scope.owner === talk.record.owner),
    )
  }

  #tellPresence(talkId: string, watched: boolean): void {
    // A refusal only says that the talk has ended meanwhile.
    this.#options.host.send(talkId, { type: 'presence', watched }).catch((error: unknown) => {
      this.#options.log.error({ err: error, talkId }, 'a talk could not be told of its readers')
    })
  }

  /** As often as a talk begins, so that no timer is needed for it. */
  #forgetEnded(): void {
    const nowMs = this.#options.clock.nowMs()
    for (const [talkId, endedAtMs] of this.#endedAtMs) {
      if (nowMs - endedAtMs < KEEP_ENDED_MS) return
      this.#endedAtMs.delete(talkId)
      this.#talks.delete(talkId)
    }
  }
}

function throwRefusal(reply: TalkReply): Extract<TalkReply, { ok: true }> {
  if (reply.ok) return reply
  const { reason, message, retryAfterMs } = reply
  throw new TalkError(reason, message, retryAfterMs === undefined ? {} : { retryAfterMs })
}
