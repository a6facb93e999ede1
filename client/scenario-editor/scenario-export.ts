import type { Scenario, ScenarioView } from '../../shared/scenario.ts'

/** A scenario as a file that people can read, pass on and keep under version control. */
export function scenarioFile(scenario: Scenario | ScenarioView): { name: string; text: string } {
  const { isOwn: _, ...written } = { isOwn: true, ...scenario }
  // What no system takes in a name, and what would hide a file or leave its folder.
  const safe = scenario.title.replace(/[\p{Cc}\\/:*?"<>|.]+/gu, ' ').trim()
  return { name: `${safe.slice(0, 60) || scenario.id}.json`, text: `${JSON.stringify(written, null, 2)}\n` }
}
