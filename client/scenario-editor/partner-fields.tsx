import { useTranslation } from 'react-i18next'
import styles from './fields.module.css'
import { FormSection } from './form-section.tsx'
import { TextField } from './text-field.tsx'
import type { DraftForm } from './use-draft-form.ts'
import { VoiceField } from './voice-field.tsx'

/** Whom one talks with. */
export function PartnerFields({ form }: { form: DraftForm }) {
  const { t } = useTranslation()
  const { partner } = form.draft
  const set = (change: Partial<typeof partner>) =>
    form.update((before) => ({ ...before, partner: { ...before.partner, ...change } }))
  return (
    <FormSection name="partner">
      <div className={styles.row}>
        <TextField
          form={form}
          field="partner.name"
          label={t('scenarioEditor.field.name')}
          value={partner.name}
          onChange={(name) => set({ name })}
        />
        <VoiceField form={form} />
      </div>
      <TextField
        form={form}
        field="partner.role"
        label={t('scenarioEditor.field.role')}
        hint={t('scenarioEditor.hint.role')}
        value={partner.role}
        onChange={(role) => set({ role })}
      />
      <TextField
        form={form}
        field="partner.persona"
        label={t('scenarioEditor.field.persona')}
        hint={t('scenarioEditor.hint.persona')}
        rows={5}
        value={partner.persona}
        onChange={(persona) => set({ persona })}
      />
    </FormSection>
  )
}
