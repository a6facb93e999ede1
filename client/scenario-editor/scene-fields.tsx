import { useTranslation } from 'react-i18next'
import { locale, type Scenario } from '../../shared/scenario.ts'
import { ChoiceField } from './choice-field.tsx'
import { withLocale } from './draft.ts'
import styles from './fields.module.css'
import { FormSection } from './form-section.tsx'
import { NumberField } from './number-field.tsx'
import { TextField } from './text-field.tsx'
import type { DraftForm } from './use-draft-form.ts'

const difficulties: readonly Scenario['difficulty'][] = ['easy', 'medium', 'hard']

/** What it is about: what the card shows and what is read before the talk. */
export function SceneFields({ form }: { form: DraftForm }) {
  const { t } = useTranslation()
  const { draft, update } = form
  const set = (change: Partial<typeof draft>) => update((before) => ({ ...before, ...change }))
  return (
    <FormSection name="scene">
      <TextField
        form={form}
        field="title"
        label={t('scenarioEditor.field.title')}
        hint={t('scenarioEditor.hint.title')}
        value={draft.title}
        onChange={(title) => set({ title })}
      />
      <div className={`${styles.row} ${styles.choices}`}>
        <ChoiceField
          label={t('scenarioEditor.field.locale')}
          value={draft.locale}
          choices={locale.options.map((value) => ({ value, label: t(`scenarios.locale.${value}`) }))}
          onChange={(value) => update((before) => withLocale(before, value))}
        />
        <ChoiceField
          label={t('scenarioEditor.field.difficulty')}
          value={draft.difficulty}
          choices={difficulties.map((value) => ({ value, label: t(`scenarios.difficulty.${value}`) }))}
          onChange={(difficulty) => set({ difficulty })}
        />
        <NumberField
          form={form}
          field="minutes"
          label={t('scenarioEditor.field.minutes')}
          max={60}
          step={1}
          value={draft.minutes}
          onChange={(minutes) => set({ minutes })}
        />
      </div>
      <TextField
        form={form}
        field="situation"
        label={t('scenarioEditor.field.situation')}
        hint={t('scenarioEditor.hint.situation')}
        rows={3}
        value={draft.situation}
        onChange={(situation) => set({ situation })}
      />
      <TextField
        form={form}
        field="goal"
        label={t('scenarioEditor.field.goal')}
        hint={t('scenarioEditor.hint.goal')}
        rows={2}
        value={draft.goal}
        onChange={(goal) => set({ goal })}
      />
    </FormSection>
  )
}
