import type { Scenario } from '../../../shared/scenario.ts'
import type { App } from '../../app.ts'
import { BuiltInEvaluator } from '../../feedback/built-in/built-in-evaluator.ts'
import { itManagerSato } from '../../scenarios/it-manager-sato.ts'
import type { Store } from '../../store/open-store.ts'
import { PacedClock } from '../paced-clock.ts'
import { createTestApp } from '../test-app.ts'
import { openAppStore } from '../test-store.ts'
import { FaultyLiveServer, type FaultyLiveServerOptions } from './faulty-live-server.ts'
import { NumberedPartner, type NumberedPartnerOptions } from './numbered-partner.ts'
import { TalkingUser, type TalkingUserOptions } from './talking-user.ts'

/** The partner speaks first, so that a greeting that comes twice shows. */
const scenario: Scenario = {
  ...itManagerSato,
  id: 'greeted',
  opening: { by: 'partner', text: itManagerSato.opening.text },
}

export interface LiveStageOptions
  extends NumberedPartnerOptions,
    Pick<FaultyLiveServerOptions, 'faults' | 'onEntry'> {
  /** How much faster than real time, at most. */
  speed: number
  env?: Record<string, string>
  /** Stays the caller's; one of its own where there is none. */
  store?: Store | undefined
}

/** The real app, talking with a service that has faults, all by one clock that may run faster than real time. */
export class LiveStage implements AsyncDisposable {
  readonly clock: PacedClock
  readonly partner: NumberedPartner
  readonly service: FaultyLiveServer
  readonly app: App
  readonly #owned: AsyncDisposableStack

  private constructor(
    parts: Pick<LiveStage, 'clock' | 'partner' | 'service' | 'app'>,
    owned: AsyncDisposableStack,
  ) {
    this.clock = parts.clock
    this.partner = parts.partner
    this.service = parts.service
    this.app = parts.app
    this.#owned = owned
  }

  static async open({ speed, env, store, lineMs, faults, onEntry }: LiveStageOptions): Promise<LiveStage> {
    await using building = new AsyncDisposableStack()
    // By real time, and before the clock runs: a database in a thread of its own takes the time that it takes.
    const appStore = store ?? building.use(await openAppStore())
    const clock = building.use(new PacedClock(speed))
    const partner = new NumberedPartner(lineMs === undefined ? {} : { lineMs })
    const served = await FaultyLiveServer.listen({
      clock,
      minds: partner,
      ears: partner,
      faults: (connection) => [partner.writesDown, ...(faults?.(connection) ?? [])],
      ...(onEntry ? { onEntry } : {}),
    })
    building.use(served)
    const live = { PARTNER: 'gemini', GEMINI_API_KEY: 'key-of-a-test', GEMINI_BASE_URL: served.baseUrl }
    const app = building.use(
      await createTestApp({
        clock,
        scenarios: [scenario],
        env: { ...live, ...env },
        // The service with faults knows nothing of judging.
        evaluator: new BuiltInEvaluator(),
        store: appStore,
      }),
    )
    return new LiveStage({ clock, partner, service: served, app }, building.move())
  }

  /** The caller ends it. */
  enter(options: Pick<TalkingUserOptions, 'onEvent' | 'onSound'> = {}): TalkingUser {
    return new TalkingUser({ url: this.app.url, scenarioId: scenario.id, clock: this.clock, ...options })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#owned.disposeAsync()
  }
}
