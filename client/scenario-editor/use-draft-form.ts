import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Draft, writtenOf } from './draft.ts'
import { checkDraft, type Problem } from './draft-problems.ts'

/** What the fields of the form need of it. */
export interface DraftForm {
  draft: Draft
  update: (change: (draft: Draft) => Draft) => void
  /** What is wrong with the field of that path, in words. */
  errorOf: (field: string) => string | undefined
}

/**
 * The form's state. What is missing is not told before somebody has tried to save; what is too long is told at once.
 * @param start what would not be lost
 * @param filled what it is filled with
 */
export function useDraftForm(start: Draft, filled: Draft) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(filled)
  const [hasTried, setHasTried] = useState(false)
  const checked = useMemo(() => checkDraft(draft), [draft])
  const shown = checked.problems.filter(({ kind }) => hasTried || kind === 'tooLong')
  const words = (problem: Problem) =>
    problem.kind === 'tooLong'
      ? t('scenarioEditor.problem.tooLong', { max: problem.max, over: problem.over })
      : t(`scenarioEditor.problem.${problem.kind}`)
  const form: DraftForm = {
    draft,
    update: setDraft,
    errorOf(field) {
      const problem = shown.find((each) => each.field === field)
      return problem && words(problem)
    },
  }
  return {
    form,
    problems: shown.map(({ field }) => field),
    /** Whether there is something to lose. */
    isChanged: JSON.stringify(writtenOf(draft)) !== JSON.stringify(writtenOf(start)),
    fill(next: Draft) {
      setDraft(next)
      setHasTried(false)
    },
    /** From now on all problems are shown. */
    check() {
      setHasTried(true)
      return checked
    },
  }
}
