import { useTranslation } from 'react-i18next'
import { Note } from './note.tsx'
import type { FileProblem } from './scenario-import.ts'

/** How opening a file went, in words. */
export function FileNote({ problem }: { problem: FileProblem | undefined }) {
  const { t } = useTranslation()
  if (!problem) return <Note tone="calm" body={t('scenarioEditor.imported')} />
  if (problem.kind === 'notScenario' && problem.fields.length > 0) {
    const fields = [...new Set(problem.fields.map((field) => t(`scenarioEditor.field.${labelOf(field)}`)))]
    return (
      <Note
        tone="trouble"
        title={t('scenarioEditor.file.brokenScenario.title')}
        body={t('scenarioEditor.file.brokenScenario.body', {
          fields: fields.join(t('scenarioEditor.file.separator')),
        })}
      />
    )
  }
  return (
    <Note
      tone="trouble"
      title={t(`scenarioEditor.file.${problem.kind}.title`)}
      body={t(`scenarioEditor.file.${problem.kind}.body`)}
    />
  )
}

const labels = {
  title: 'title',
  locale: 'locale',
  difficulty: 'difficulty',
  minutes: 'minutes',
  situation: 'situation',
  goal: 'goal',
  voice: 'voice',
  name: 'name',
  role: 'role',
  persona: 'persona',
  by: 'by',
  text: 'openingByUser',
  bargeIn: 'bargeIn',
  rubric: 'rubric',
  label: 'label',
  good: 'good',
  weight: 'weight',
  key: 'key',
} as const

/** The form's own word for a path such as `rubric.0.label`. */
function labelOf(field: string) {
  const [top = '', ...rest] = field.split('.')
  if (top === 'tools') return 'tools'
  const last = rest.at(-1) ?? top
  return last in labels ? labels[last as keyof typeof labels] : 'other' // it is one of its keys
}
