import { join } from 'node:path'
import type { Logger } from 'pino'
import packageJson from '../package.json' with { type: 'json' }
import type { Scenario } from '../shared/scenario.ts'
import type { ServerInfo } from '../shared/server-info.ts'
import { loadLightSpeechDetectors } from './audio/light-speech-detectors.ts'
import { PlayoutClock } from './audio/playout-clock.ts'
import { type Clock, systemClock } from './clock.ts'
import { CloseOnce } from './close-once.ts'
import type { Config } from './config.ts'
import { createHttpServer } from './http/http-server.ts'
import { GeminiLive } from './live/gemini-live.ts'
import type { LiveModel } from './live/live-model.ts'
import { openBuiltInPartner } from './partner/built-in-partner.ts'
import { createRouter } from './rpc/router.ts'
import { builtInScenarios, defaultScenarioId } from './scenarios/index.ts'
import { ScenarioCatalogue } from './scenarios/scenario-catalogue.ts'
import { MemoryTalkStore } from './store/memory-talk-store.ts'
import { LocalTalkHost } from './talk/local-talk-host.ts'
import type { NegotiatedMediaPeerEvents } from './talk/media-peer.ts'
import type { TalkHost } from './talk/talk-host.ts'
import { TalkRegistry } from './talk/talk-registry.ts'
import { TalkSession } from './talk/talk-session.ts'
import { iceServersFor } from './webrtc/ice-servers.ts'
import { WebRtcPeer } from './webrtc/webrtc-peer.ts'

// Shorter than any model waits, so that the end of the user's speech is known when the answer begins.
const SPEECH_END_MS = 400

export interface AppOptions {
  config: Config
  log: Logger
  clock?: Clock
  /** Where the built page is. */
  pageDirectory?: string
  scenarios?: readonly Scenario[]
}

/** The whole server, running. Closing it ends every talk and gives everything back. */
export interface App extends AsyncDisposable {
  /** Where it listens, such as `http://127.0.0.1:5000`. */
  readonly url: string
  readonly registry: TalkRegistry
  close(): Promise<void>
}

/**
 * Builds every part, in the order in which they need each other, and listens. The only place that knows which
 * adapter stands behind which port.
 * @throws when a part cannot start; what was built until then is closed again
 */
export async function createApp({
  config,
  log,
  clock = systemClock,
  pageDirectory = join(import.meta.dirname, '../dist/page'),
  scenarios: given = builtInScenarios,
}: AppOptions): Promise<App> {
  await using building = new AsyncDisposableStack()
  const liveModel = await createLiveModel({ config, log, clock, owner: building })
  const playoutClock = building.adopt(
    new PlayoutClock({ clock, onError: (error) => log.error({ err: error }, 'a playout failed') }),
    (each) => each.close(),
  )
  const host = await createTalkHost({ config, liveModel, playoutClock, clock, log })
  const store = new MemoryTalkStore()
  const registry = new TalkRegistry({ host, store, limits: config.limits, clock, log })
  const scenarios = new ScenarioCatalogue({ scenarios: given })
  const server = await createHttpServer({
    config,
    router: createRouter({ registry, store, scenarios, info: serverInfo(config), ice: config.ice, clock }),
    realtime: { registry, scenarios, defaultScenarioId },
    clock,
    readiness: () => ({
      draining: registry.draining,
      talks: { active: registry.activeCount, max: registry.maxTalks },
      parts: { store: true, partner: true },
    }),
    pageDirectory,
    log,
  })
  building.defer(() => server.close())
  // Runs before the server closes: a subscription that is still open would keep it open for ever, and its
  // client is to hear why it ends.
  building.defer(async () => {
    registry.drain()
    await host[Symbol.asyncDispose]()
    await registry.close()
  })
  const url = await server.listen(config.listen)
  const owned = building.move()
  const closing = new CloseOnce()
  const close = () => closing.run(() => owned.disposeAsync())
  return { url, registry, close, [Symbol.asyncDispose]: close }
}

async function createTalkHost({
  config,
  liveModel,
  playoutClock,
  clock,
  log,
}: {
  config: Config
  liveModel: LiveModel
  playoutClock: PlayoutClock
  clock: Clock
  log: Logger
}): Promise<TalkHost> {
  const detectors = await loadLightSpeechDetectors()
  const createPeer = (talkId: string, talkLog: Logger) => (events: NegotiatedMediaPeerEvents) =>
    new WebRtcPeer({
      ice: config.ice,
      iceServers: iceServersFor(config.ice, talkId, clock.date()),
      events,
      playoutClock,
      clock,
      log: talkLog,
    })
  return new LocalTalkHost({
    createSession({ talkId, scenario }, onEvent) {
      const talkLog = log.child({ talkId })
      return new TalkSession({
        talkId,
        scenario,
        liveModel,
        playoutClock,
        clock,
        onEvent,
        log: talkLog,
        speechDetector: detectors.open({ endMs: SPEECH_END_MS }),
        maxTalkMs: config.limits.maxTalkMs,
        createPeer: createPeer(talkId, talkLog),
      })
    },
  })
}

async function createLiveModel({
  config,
  log,
  clock,
  owner,
}: {
  config: Config
  log: Logger
  clock: Clock
  owner: AsyncDisposableStack
}): Promise<LiveModel> {
  const { partner } = config
  const live = { model: partner.liveModel, clock, log: log.child({ part: 'live' }) }
  if (partner.kind === 'gemini') {
    const { credentials, baseUrl } = partner
    return new GeminiLive({ ...live, credentials, ...(baseUrl === undefined ? {} : { baseUrl }) })
  }
  const builtIn = owner.use(await openBuiltInPartner({ clock, log: log.child({ part: 'partner' }) }))
  return new GeminiLive({
    ...live,
    credentials: { kind: 'apiKey', apiKey: 'built-in' },
    baseUrl: builtIn.baseUrl,
  })
}

function serverInfo({ partner, limits, ice }: Config): ServerInfo {
  return {
    version: packageJson.version,
    partner: partner.kind,
    models: { live: partner.liveModel, feedback: partner.feedbackModel },
    iceTransportPolicy: ice.transportPolicy,
    limits: {
      maxTalks: limits.maxTalks,
      maxTalksPerUser: limits.maxTalksPerUser,
      maxTalkMinutes: limits.maxTalkMs / 60_000,
    },
    may: { talk: true, say: true, feedback: false, editScenarios: false },
  }
}
