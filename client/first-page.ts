import type { QueryClient } from '@tanstack/react-query'
import { HistoryPage, ReviewPage, ScenarioEditorPage, ScenariosPage, TalkPage } from './pages.ts'
import { scenarioListQuery, scenarioQuery } from './scenarios/use-scenarios.ts'
import type { LiveTalkClient } from './sdk/live-talk-client.ts'
import { serverInfoQuery } from './ui/use-server-info.ts'

/**
 * Asks at once for what the page at that path will ask for when it is drawn: its script and its words. So they are on
 * their way while React draws for the first time. What is missing here is only asked for later.
 * @param path by the routes of `app.tsx`
 */
export function prefetchFirstPage(path: string, client: LiveTalkClient, queries: QueryClient): void {
  const [, place = '', id] = path.split('/')
  void queries.prefetchQuery(serverInfoQuery(client))
  if (place === '') {
    ScenariosPage.prefetch(queries)
    void queries.prefetchQuery(scenarioListQuery(client))
  } else if (place === 'scenarios') {
    ScenarioEditorPage.prefetch(queries)
  } else if (place === 'talk' && id) {
    TalkPage.prefetch(queries)
    void queries.prefetchQuery(scenarioQuery(client, id))
  } else if (place === 'talks') {
    ;(id ? ReviewPage : HistoryPage).prefetch(queries)
  }
}
