import './ui/styles.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { prefetchFirstPage } from './first-page.ts'
import { createI18n } from './i18n/i18n.ts'
import { pickLanguage, storedLanguage } from './i18n/language.ts'
import { createQueries } from './queries.ts'
import { createLiveTalkClient } from './sdk/live-talk-client.ts'

const language = pickLanguage({
  search: location.search,
  stored: storedLanguage(),
  preferred: navigator.languages,
})
const container = document.getElementById('root')
if (!container) throw new Error('index.html has no #root.')

const liveTalk = createLiveTalkClient({ url: location.origin })
const queries = createQueries()
prefetchFirstPage(location.pathname, liveTalk, queries)

createRoot(container).render(
  <StrictMode>
    <App i18n={createI18n(language)} liveTalk={liveTalk} queries={queries} />
  </StrictMode>,
)
