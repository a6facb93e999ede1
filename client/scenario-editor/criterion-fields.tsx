import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './criterion-fields.module.css'
import { type DraftCriterion, shareOf, withCriterion } from './draft.ts'
import { NumberField } from './number-field.tsx'
import { TextField } from './text-field.tsx'
import type { DraftForm } from './use-draft-form.ts'

export interface CriterionFieldsProps {
  form: DraftForm
  criterion: DraftCriterion
  at: number
  onRemove: () => void
}

/** One criterion: its name, what good looks like, and how much of the score it is. */
export function CriterionFields({ form, criterion, at, onRemove }: CriterionFieldsProps) {
  const { t } = useTranslation()
  const set = (change: Parameters<typeof withCriterion>[2]) =>
    form.update((before) => withCriterion(before, criterion.key, change))
  const share = shareOf(form.draft, criterion)
  const number = at + 1
  return (
    <fieldset className={styles.criterion} aria-label={t('scenarioEditor.criterion', { number })}>
      <div className={styles.head}>
        <TextField
          form={form}
          field={`rubric.${at}.label`}
          label={t('scenarioEditor.field.label')}
          value={criterion.label}
          onChange={(label) => set({ label })}
        />
        <NumberField
          form={form}
          field={`rubric.${at}.weight`}
          label={t('scenarioEditor.field.weight')}
          hint={share === undefined ? undefined : t('scenarioEditor.share', { percent: Math.round(share) })}
          max={100}
          step={5}
          value={criterion.weight}
          onChange={(weight) => set({ weight })}
        />
        <ActionIcon
          className={styles.remove ?? ''}
          variant="subtle"
          color="gray"
          size="lg"
          radius="xl"
          aria-label={t('scenarioEditor.removeCriterion', { number })}
          onClick={onRemove}
        >
          <IconTrash size={19} stroke={1.7} />
        </ActionIcon>
      </div>
      <TextField
        form={form}
        field={`rubric.${at}.good`}
        label={t('scenarioEditor.field.good')}
        rows={2}
        value={criterion.good}
        onChange={(good) => set({ good })}
      />
    </fieldset>
  )
}
