import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { problemFrom } from '../sdk/call-problem.ts'
import { problemWords } from '../ui/problem-words.ts'
import { Note } from './note.tsx'
import styles from './save-bar.module.css'

export interface SaveBarProps {
  problemCount: number
  isChanged: boolean
  isSaving: boolean
  /** Why it was not saved. */
  refusal: unknown
}

/** Always in sight: whether it is saved, what is in the way, and the button. */
export function SaveBar({ problemCount, isChanged, isSaving, refusal }: SaveBarProps) {
  const { t } = useTranslation()
  return (
    <div className={styles.bar}>
      {refusal !== null && <Note tone="trouble" {...refusalWords(t, refusal)} />}
      <div className={styles.row}>
        <p className={styles.state} role="status" data-trouble={problemCount > 0}>
          {problemCount > 0
            ? t('scenarioEditor.problems', { count: problemCount })
            : isChanged && t('scenarioEditor.unsaved')}
        </p>
        <Button radius="xl" variant="default" component={Link} href="/">
          {t('scenarioEditor.cancel')}
        </Button>
        <Button radius="xl" type="submit" loading={isSaving} data-testid="scenario-save">
          {t('scenarioEditor.save')}
        </Button>
      </div>
    </div>
  )
}

function refusalWords(t: ReturnType<typeof useTranslation>['t'], error: unknown) {
  const problem = problemFrom(error)
  // The form has seen to the texts, so what is too large is the list of scenarios.
  return problem.type === 'refused' && problem.reason === 'tooLarge'
    ? { title: t('scenarioEditor.tooMany.title'), body: t('scenarioEditor.tooMany.body') }
    : problemWords(t, problem)
}
