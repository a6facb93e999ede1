import type { z } from 'zod'
import { type Scenario, writtenScenario } from '../../shared/scenario.ts'
import { type Draft, writtenOf } from './draft.ts'

/** What is wrong with one field; `field` is its path, such as `partner.name` or `rubric.0.label`. */
export type Problem = { field: string } & (
  | { kind: 'missing' | 'minutes' | 'weight' | 'noCriteria' | 'invalid' }
  | { kind: 'tooLong'; max: number; over: number }
)

export type Checked =
  | { problems: readonly Problem[]; scenario?: undefined }
  | { problems: []; scenario: Scenario }

/** Checks a form by the very schema that the server checks by. Problems come in the order of the schema. */
export function checkDraft(draft: Draft): Checked {
  const parsed = writtenScenario.safeParse(writtenOf(draft))
  if (parsed.success) return { problems: [], scenario: parsed.data }
  const fields = new Set<string>()
  const problems = parsed.error.issues.map((issue) => problemOf(draft, issue))
  return {
    problems: problems.filter(({ field }) => !fields.has(field) && fields.add(field)),
  }
}

function problemOf(draft: Draft, issue: z.core.$ZodIssue): Problem {
  const field = issue.path.map(String).join('.')
  const value = issue.path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], // a path of this very draft
    draft,
  )
  if (field === 'minutes') return { field, kind: 'minutes' }
  if (field.endsWith('.weight')) return { field, kind: 'weight' }
  if (issue.code === 'too_small') return { field, kind: field === 'rubric' ? 'noCriteria' : 'missing' }
  if (issue.code === 'too_big' && typeof value === 'string') {
    const max = Number(issue.maximum)
    return { field, kind: 'tooLong', max, over: value.length - max }
  }
  return { field, kind: 'invalid' }
}
