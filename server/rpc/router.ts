import type { ServerInfo } from '../../shared/server-info.ts'
import type { Clock } from '../clock.ts'
import type { IceConfig } from '../config.ts'
import type { FeedbackDesk } from '../keeping/feedback-desk.ts'
import type { ScenarioCatalogue } from '../scenarios/scenario-catalogue.ts'
import type { TalkStore } from '../store/talk-store.ts'
import type { TalkRegistry } from '../talk/talk-registry.ts'
import { createFeedbackRouter } from './feedback-router.ts'
import { createScenarioRouter } from './scenario-router.ts'
import { createServerRouter } from './server-router.ts'
import { createTalkRouter } from './talk-router.ts'
import { router } from './trpc.ts'

export interface RouterServices {
  registry: TalkRegistry
  store: TalkStore
  feedback: FeedbackDesk
  scenarios: ScenarioCatalogue
  info: ServerInfo
  ice: IceConfig
  clock: Clock
}

/** All procedures, by the names that clients build on. */
export function createRouter(services: RouterServices) {
  return router({
    server: createServerRouter(services),
    scenario: createScenarioRouter(services),
    talk: createTalkRouter(services),
    feedback: createFeedbackRouter(services),
  })
}

/** What a typed client imports, as a type alone. */
export type AppRouter = ReturnType<typeof createRouter>
