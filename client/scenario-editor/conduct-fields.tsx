import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/InlineInput.css'
import { Checkbox, NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { hasTool, type KnownTool, knownTools, withTool } from './draft.ts'
import { fieldId } from './field-id.ts'
import { FormSection } from './form-section.tsx'
import type { DraftForm } from './use-draft-form.ts'

// The keys of what is declared right there.
const tools = Object.keys(knownTools) as KnownTool[]

/** What the partner may do, and when it lets itself be interrupted. */
export function ConductFields({ form }: { form: DraftForm }) {
  const { t } = useTranslation()
  const { draft, update } = form
  return (
    <FormSection name="conduct">
      <NativeSelect
        id={fieldId('bargeIn')}
        label={t('scenarioEditor.field.bargeIn')}
        value={draft.bargeIn}
        data={(['guarded', 'open'] as const).map((value) => ({
          value,
          label: t(`scenarioEditor.bargeIn.${value}`),
        }))}
        onChange={(event) => {
          const bargeIn = event.currentTarget.value === 'open' ? 'open' : 'guarded'
          update((before) => ({ ...before, bargeIn }))
        }}
      />
      {tools.map((tool) => (
        <Checkbox
          key={tool}
          label={t(`scenarioEditor.tool.${tool}`)}
          checked={hasTool(draft, tool)}
          onChange={(event) => {
            const { checked } = event.currentTarget
            update((before) => withTool(before, tool, checked))
          }}
        />
      ))}
    </FormSection>
  )
}
