import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Scenario } from '../shared/scenario.ts'
import { createArchive } from './app/create-archive.ts'
import { createEvaluator } from './app/create-evaluator.ts'
import { createLiveModel } from './app/create-live-model.ts'
import { createTalkHost } from './app/create-talk-host.ts'
import { serverInfo } from './app/server-info.ts'
import { ThreadedListening } from './app/threaded-listening.ts'
import { loadLightSpeechDetectors } from './audio/light-speech-detectors.ts'
import { PlayoutClock } from './audio/playout-clock.ts'
import { loadInboundResamplers } from './audio/speex-resampler.ts'
import { type Clock, systemClock } from './clock.ts'
import { CloseOnce } from './close-once.ts'
import type { Config } from './config.ts'
import type { Evaluator } from './feedback/evaluator.ts'
import { createHttpServer } from './http/http-server.ts'
import { listen } from './http/listen.ts'
import { jobKinds } from './keeping/job-kinds.ts'
import { Keeping } from './keeping/keeping.ts'
import { workAfterTalk } from './keeping/work-after-talk.ts'
import { createRouter } from './rpc/router.ts'
import { builtInScenarios, defaultScenarioId } from './scenarios/index.ts'
import { ScenarioCatalogue } from './scenarios/scenario-catalogue.ts'
import { openStore, type Store } from './store/open-store.ts'
import { TalkRegistry } from './talk/talk-registry.ts'

export interface AppOptions {
  config: Config
  log: Logger
  clock?: Clock
  /** Where the built page is. */
  pageDirectory?: string
  scenarios?: readonly Scenario[]
  /** What is kept where, opened already; stays the caller's. */
  store?: Store
  /** Another judge of talks than the settings ask for. */
  evaluator?: Evaluator
}

/** The whole server, running. Closing it ends every talk and gives everything back. */
export interface App extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:5000`. */
  readonly url: string
  readonly registry: TalkRegistry
  close(): Promise<void>
}

/**
 * Builds every part, in the order in which they need each other, and listens. It and the files of `app/` alone know
 * which adapter stands behind which port.
 * @throws when a part cannot start; what was built until then is closed again
 */
export async function createApp({
  config,
  log,
  clock = systemClock,
  pageDirectory = join(import.meta.dirname, '../dist/page'),
  scenarios: builtIn = builtInScenarios,
  store: givenStore,
  evaluator: givenEvaluator,
}: AppOptions): Promise<App> {
  await using building = new AsyncDisposableStack()
  const { dataDir, databaseUrl } = config.storage
  const storeLog = log.child({ part: 'store' })
  const store =
    givenStore ??
    building.use(
      await openStore({ dataDir, databaseUrl, jobKinds, jobsAtLoss: workAfterTalk, clock, log: storeLog }),
    )
  const workDirectory = join(dataDir, 'work')
  const detectors = await loadLightSpeechDetectors()
  const keeping = building.use(
    await Keeping.open({
      dataDir,
      workDirectory,
      store,
      archive: await createArchive(config.storage),
      evaluator:
        givenEvaluator ?? createEvaluator({ partner: config.partner, directory: workDirectory, clock, log }),
      listening: new ThreadedListening(),
      clock,
      log: log.child({ part: 'keeping' }),
    }),
  )
  const liveModel = await createLiveModel({ partner: config.partner, clock, log, owner: building })
  const playoutClock = building.adopt(
    new PlayoutClock({ clock, onError: (error) => log.error({ err: error }, 'a playout failed') }),
    (each) => each.close(),
  )
  const { shelf, sound, feedback } = keeping
  const host = createTalkHost({ config, liveModel, playoutClock, detectors, shelf, clock, log })
  const registry = new TalkRegistry({
    host,
    store: store.talks,
    workAtEnd: workAfterTalk,
    limits: config.limits,
    clock,
    log,
  })
  const scenarios = new ScenarioCatalogue({ builtIn, own: store.scenarios })
  const server = await createHttpServer({
    config,
    router: createRouter({
      registry,
      store: store.talks,
      feedback,
      scenarios,
      info: serverInfo(config),
      ice: config.ice,
      clock,
    }),
    realtime: { registry, scenarios, defaultScenarioId, openResampler: await loadInboundResamplers() },
    recording: { talks: store.talks, sound },
    feedbackForm: {
      uploads: keeping.uploads,
      posted: keeping.posted,
      feedback,
      scenarios,
      defaultScenarioId,
      isDraining: () => registry.draining,
    },
    clock,
    readiness: () => ({
      draining: registry.draining,
      talks: { active: registry.activeCount, max: registry.maxTalks },
      parts: { store: store.isUp, partner: true },
    }),
    counts: () => ({
      talks: {
        active: registry.activeCount,
        max: registry.maxTalks,
        opened: registry.counts.opened,
        endedByReason: registry.counts.endedByReason,
      },
      tokens: liveModel.usage,
      skippedTicks: playoutClock.skippedTicks,
    }),
    pageDirectory,
    log,
  })
  building.defer(() => server.close())
  // Runs before the server closes: a subscription that is still open would keep it open for ever, and its
  // client is to hear why it ends.
  building.defer(async () => {
    registry.drain()
    feedback.endWatches()
    await host[Symbol.asyncDispose]()
    await registry.close()
  })
  const url = await listen(server, config.listen)
  const owned = building.move()
  const closing = new CloseOnce()
  const close = () => closing.run(() => owned.disposeAsync())
  return { url, registry, close, [Symbol.asyncDispose]: close }
}
