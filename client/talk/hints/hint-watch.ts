import type { ScenarioView } from '../../../shared/scenario.ts'
import { type CallClock, systemCallClock } from '../../sdk/call-clock.ts'
import type { TalkCall } from '../../sdk/talk-call.ts'
import type { Hint } from './hint.ts'
import { nextHintState, noHints } from './hint-state.ts'
import { momentOf } from './talk-moment.ts'

/** A hint may come that much late; nothing is told for each second that passes. */
const LOOK_MS = 1_000

export interface HintWatchOptions {
  call: Pick<TalkCall, 'getSnapshot' | 'subscribe' | 'elapsedMs'>
  scenario: Pick<ScenarioView, 'minutes' | 'locale'>
  /** Told of each change of what is to be seen; undefined is nothing. */
  onHint: (hint: Hint | undefined) => void
  clock?: CallClock
}

/** Looks at one talk as it goes on, and tells which hint is to be seen. It begins held. Whoever makes it closes it. */
export class HintWatch {
  readonly #options: HintWatchOptions
  readonly #clock: CallClock
  readonly #unsubscribe: () => void
  #cancelLook: () => void
  #state = noHints
  #held = true

  constructor(options: HintWatchOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemCallClock
    this.#unsubscribe = options.call.subscribe(() => this.#look())
    this.#cancelLook = this.#lookLater()
  }

  /** While it is held, no hint is seen, but it goes on looking: what begins then counts from there. */
  hold(held: boolean): void {
    this.#held = held
    this.#look()
  }

  /** Idempotent; tells nothing any more. */
  close(): void {
    this.#unsubscribe()
    this.#cancelLook()
  }

  #lookLater(): () => void {
    return this.#clock.after(LOOK_MS, () => {
      this.#cancelLook = this.#lookLater()
      this.#look()
    })
  }

  #look(): void {
    const { call, scenario, onHint } = this.#options
    const before = this.#state.shown?.hint
    const moment = momentOf(call.getSnapshot(), call.elapsedMs(), scenario)
    this.#state = nextHintState(this.#state, moment, this.#held)
    const now = this.#state.shown?.hint
    if (now !== before) onHint(now)
  }
}
