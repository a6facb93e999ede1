import { lazyPage } from './ui/lazy-page.tsx'

export const HistoryPage = lazyPage('history', () => import('./history/history-page.tsx'))
export const ReviewPage = lazyPage('review', () => import('./review/review-page.tsx'))
export const ScenarioEditorPage = lazyPage(
  'scenario editor',
  () => import('./scenario-editor/scenario-editor-page.tsx'),
)
export const ScenariosPage = lazyPage('scenarios', () => import('./scenarios/scenarios-page.tsx'))
export const TalkPage = lazyPage('talk', () => import('./talk/talk-page.tsx'))
