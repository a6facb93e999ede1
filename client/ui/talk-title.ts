import type { ScenarioView } from '../../shared/scenario.ts'
import type { TalkSummary } from '../../shared/talk.ts'

/** A talk goes by its scenario's title: today's, or where the scenario is gone, that of then. */
export function talkTitle(
  talk: Pick<TalkSummary, 'scenarioId' | 'scenarioTitle'>,
  scenario: Pick<ScenarioView, 'title'> | undefined,
): string {
  return scenario?.title ?? talk.scenarioTitle ?? talk.scenarioId
}
