import { type Scenario, scenario as scenarioSchema } from '../../shared/scenario.ts'

export type FileProblem =
  | { kind: 'tooLarge' | 'notJson' }
  /** Paths such as `partner.name`; empty where it is no scenario at all. */
  | { kind: 'notScenario'; fields: readonly string[] }

export type ReadFile = { scenario: Scenario; problem?: undefined } | { problem: FileProblem }

/**
 * Reads the text of such a file. What it says too much is left out; what is left empty is for the form to tell. Null stands for a text
 * that is too long to be one.
 */
export function readScenarioFile(text: string | null): ReadFile {
  if (text === null) return { problem: { kind: 'tooLarge' } }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: { kind: 'notJson' } }
  }
  const parsed = scenarioSchema.safeParse(value)
  if (!parsed.success)
    return { problem: { kind: 'notScenario', fields: fieldsOf(value, parsed.error.issues) } }
  const keys = parsed.data.rubric.map(({ key }) => key)
  const twice = keys.findIndex((key, at) => keys.indexOf(key) !== at)
  if (twice >= 0) return { problem: { kind: 'notScenario', fields: [`rubric.${twice}.key`] } }
  return { scenario: parsed.data }
}

/** Which fields are wrong, in a file that is a scenario's: where there is nothing of one, none is worth naming. */
function fieldsOf(value: unknown, issues: readonly { path: PropertyKey[] }[]): string[] {
  const isLikeOne = typeof value === 'object' && value !== null && 'rubric' in value && 'partner' in value
  return isLikeOne ? [...new Set(issues.map(({ path }) => path.map(String).join('.')))] : []
}
