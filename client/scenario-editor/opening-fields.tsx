import { useTranslation } from 'react-i18next'
import { ChoiceField } from './choice-field.tsx'
import { FormSection } from './form-section.tsx'
import { TextField } from './text-field.tsx'
import type { DraftForm } from './use-draft-form.ts'

/** Who speaks first, and with what. */
export function OpeningFields({ form }: { form: DraftForm }) {
  const { t } = useTranslation()
  const { opening } = form.draft
  const set = (change: Partial<typeof opening>) =>
    form.update((before) => ({ ...before, opening: { ...before.opening, ...change } }))
  const isUser = opening.by === 'user'
  return (
    <FormSection name="opening">
      <ChoiceField
        label={t('scenarioEditor.field.by')}
        value={opening.by}
        choices={(['user', 'partner'] as const).map((value) => ({
          value,
          label: t(`scenarioEditor.by.${value}`),
        }))}
        onChange={(by) => set({ by })}
      />
      <TextField
        form={form}
        field="opening.text"
        label={t(isUser ? 'scenarioEditor.field.openingByUser' : 'scenarioEditor.field.openingByPartner')}
        hint={isUser ? t('scenarioEditor.hint.openingByUser') : undefined}
        rows={2}
        value={opening.text}
        onChange={(text) => set({ text })}
      />
    </FormSection>
  )
}
