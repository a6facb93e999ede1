import { useTranslation } from 'react-i18next'
import { Choice } from '../choice.tsx'
import type { HintChoice } from './use-hint-choice.ts'

/** Live hints, on or off. */
export function HintSwitch({ choice }: { choice: HintChoice }) {
  const { t } = useTranslation()
  return (
    <Choice
      label={t('hints.switch')}
      explanation={t('hints.explanation')}
      chosen={choice.chosen}
      onChoose={choice.choose}
      testId="hint-switch"
    />
  )
}
