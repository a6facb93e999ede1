import { MantineProvider } from '@mantine/core'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { i18n } from 'i18next'
import { I18nextProvider } from 'react-i18next'
import { Route, Switch } from 'wouter'
import { HistoryPage, ReviewPage, ScenarioEditorPage, ScenariosPage, TalkPage } from './pages.ts'
import type { LiveTalkClient } from './sdk/live-talk-client.ts'
import { SignInGate } from './sign-in/sign-in-gate.tsx'
import { KeptTalkNote } from './talk/kept-talk-note.tsx'
import { LiveTalkContext } from './trpc.ts'
import { NotFoundPage } from './ui/not-found-page.tsx'
import { PageHeader } from './ui/page-header.tsx'
import { cssVariables, theme } from './ui/theme.ts'

export interface AppProps {
  i18n: i18n
  liveTalk: LiveTalkClient
  queries: QueryClient
}

/** The page: what everything in it stands on, and its routes. What it is given stays its owner's. */
export function App({ i18n, liveTalk, queries }: AppProps) {
  return (
    <I18nextProvider i18n={i18n}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <LiveTalkContext value={liveTalk}>
            <PageHeader />
            <KeptTalkNote />
            <SignInGate>
              <Switch>
                <Route path="/">
                  <ScenariosPage />
                </Route>
                <Route path="/scenarios/new">
                  <ScenarioEditorPage key="new" />
                </Route>
                <Route path="/scenarios/:scenarioId/edit">
                  {({ scenarioId }) => <ScenarioEditorPage key={scenarioId} scenarioId={scenarioId} />}
                </Route>
                <Route path="/talk/:scenarioId">
                  {({ scenarioId }) => <TalkPage key={scenarioId} scenarioId={scenarioId} />}
                </Route>
                <Route path="/talks">
                  <HistoryPage />
                </Route>
                <Route path="/talks/:talkId">
                  {({ talkId }) => <ReviewPage key={talkId} talkId={talkId} />}
                </Route>
                <Route>
                  <NotFoundPage />
                </Route>
              </Switch>
            </SignInGate>
          </LiveTalkContext>
        </QueryClientProvider>
      </MantineProvider>
    </I18nextProvider>
  )
}
