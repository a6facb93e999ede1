import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { fieldId } from './field-id.ts'
import type { DraftForm } from './use-draft-form.ts'
import { isKnownVoice, type VoiceTrait, voices } from './voices.ts'

/** The partner's voice. One that a file has and we do not know is kept until another one is chosen. */
export function VoiceField({ form }: { form: DraftForm }) {
  const { t } = useTranslation()
  const { voice } = form.draft
  const name = (value: string, trait: VoiceTrait) => ({
    value,
    label: t('scenarioEditor.voiceName', { name: value, trait: t(`scenarioEditor.voiceTrait.${trait}`) }),
  })
  const groups = (['female', 'male'] as const).map((group) => ({
    group: t(`scenarioEditor.voiceGroup.${group}`),
    items: Object.entries(voices[group]).map(([value, trait]) => name(value, trait)),
  }))
  const other = { group: t('scenarioEditor.voiceGroup.other'), items: [{ value: voice, label: voice }] }
  return (
    <NativeSelect
      id={fieldId('voice')}
      label={t('scenarioEditor.field.voice')}
      error={form.errorOf('voice')}
      value={voice}
      data={isKnownVoice(voice) ? groups : [other, ...groups]}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        form.update((before) => ({ ...before, voice: chosen }))
      }}
    />
  )
}
