import { type CallClock, systemCallClock } from './call-clock.ts'
import type { CallLevels, CreateCallPeer } from './call-peer.ts'
import { CallError, problemFrom } from './call-problem.ts'
import { CallRun } from './call-run.ts'
import { type CallAction, type CallSnapshot, idleCall, reduceCall } from './call-state.ts'
import type { KeptTalk } from './kept-talk.ts'
import { type NetworkChanges, noNetworkChanges } from './network-changes.ts'
import type { NetworkStats } from './network-stats.ts'
import type { TalkApi } from './talk-api.ts'

export interface TalkCallOptions {
  /** `createLiveTalkClient(...)`, or anything of that shape. Stays its owner's. */
  client: TalkApi
  /** `BrowserCallPeer` in a page, `WeriftCallPeer` in Node. */
  createPeer: CreateCallPeer
  clock?: CallClock
  /** `browserNetworkChanges` in a page; without it, a change is noticed by the silence that it brings. */
  networkChanges?: NetworkChanges
}

const silence: CallLevels = { user: 0, partner: 0 }

/**
 * A user's end of a talk, and the only holder of its state. `subscribe` and `getSnapshot` have the form that
 * React's `useSyncExternalStore` asks for; nothing else here knows of React. After the end of one call the
 * next can be started. Whoever makes it closes it.
 */
export class TalkCall {
  readonly #options: Required<TalkCallOptions>
  readonly #listeners = new Set<() => void>()
  #snapshot: CallSnapshot = idleCall
  #run: CallRun | undefined
  #closed = false

  constructor(options: TalkCallOptions) {
    this.#options = { clock: systemCallClock, networkChanges: noNetworkChanges, ...options }
  }

  readonly getSnapshot = (): CallSnapshot => this.#snapshot

  /** @returns unsubscribes */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Starts a call; call it inside the user's tap, for the loudspeaker is unlocked there. While one runs, this
   * does nothing. How it goes is told by the snapshot alone.
   * @returns resolves when the call has ended and everything it held is given back; never rejects
   */
  start(scenarioId: string): Promise<void> {
    return this.#begin(scenarioId, (run) => run.begin())
  }

  /**
   * Goes on with a talk that a program before this one has left by `depart`. The server keeps it for 10 s.
   * @returns as `start`
   */
  resume(kept: KeptTalk): Promise<void> {
    return this.#begin(kept.scenarioId, (run) => run.resume(kept))
  }

  #begin(scenarioId: string, begin: (run: CallRun) => Promise<void>): Promise<void> {
    const { state } = this.#snapshot
    if (this.#closed || (state !== 'idle' && state !== 'ended')) return this.#run?.done ?? Promise.resolve()
    const { client, createPeer, clock, networkChanges } = this.#options
    const dispatch = (action: CallAction) => this.#dispatch(action)
    try {
      this.#run = new CallRun({ scenarioId, client, createPeer, clock, networkChanges, dispatch })
    } catch {
      // A browser that cannot even make a peer: nothing was begun that had to be given back.
      this.#run = undefined
      dispatch({
        type: 'ended',
        end: { kind: 'problem', problem: { type: 'unexpected' } },
        atMs: clock.nowMs(),
      })
      return Promise.resolve()
    }
    void begin(this.#run)
    return this.#run.done
  }

  /** Ms since the call became live, by the call's own clock; 0 before. */
  elapsedMs(): number {
    const call = this.#snapshot
    if (call.state === 'ended') return call.durationMs
    return 'liveSinceMs' in call ? this.#options.clock.nowMs() - call.liveSinceMs : 0
  }

  setMuted(muted: boolean): void {
    this.#run?.peer.setMuted(muted)
    this.#dispatch({ type: 'muted', muted })
  }

  /**
   * Another microphone in mid-call, by its device id; undefined for the system's default.
   * @throws CallError with the problem; then the one before stays
   */
  async switchMicrophone(deviceId: string | undefined): Promise<void> {
    await this.#run?.peer.switchMicrophone?.(deviceId)
  }

  /**
   * A typed line as the user's turn; it comes back as a caption.
   * @throws CallError with the problem, when it did not get through
   */
  async say(text: string): Promise<void> {
    if (!this.#run) throw new CallError({ type: 'connectionLost' })
    try {
      await this.#run.say(text)
    } catch (error) {
      throw new CallError(problemFrom(error), { cause: error })
    }
  }

  /** Ends the talk and waits, 3 s at most, for its last events. Idempotent. */
  async hangUp(): Promise<void> {
    await this.#run?.hangUp()
  }

  /** How loud each side is at this moment, from the real sound. Cheap enough for every animation frame. */
  levels(): CallLevels {
    return this.#snapshot.state === 'ended' ? silence : (this.#run?.peer.levels() ?? silence)
  }

  /**
   * How the sound is carried and how well, as measured within the last second; undefined before anything is known
   * of that, and outside of a call. Cheap: it measures nothing itself.
   */
  network(): NetworkStats | undefined {
    return this.#run?.network()
  }

  /**
   * Lets go of a running call without ending its talk: the page goes away, and may come back.
   * @returns what `resume` goes on with; undefined where there was nothing to come back to
   */
  depart(): KeptTalk | undefined {
    return this.#run?.depart(this.#snapshot)
  }

  /** Ends a running call without waiting for the server. Idempotent. */
  async leave(): Promise<void> {
    await this.#run?.close()
  }

  /** Leaves, and starts no call any more. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true
    await this.leave()
  }

  #dispatch(action: CallAction): void {
    const next = reduceCall(this.#snapshot, action)
    if (next === this.#snapshot) return
    this.#snapshot = next
    for (const listener of this.#listeners) listener()
  }
}
