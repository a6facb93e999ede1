import '@mantine/core/styles/NumberInput.css'
import { NumberInput } from '@mantine/core'
import { fieldId } from './field-id.ts'
import type { DraftForm } from './use-draft-form.ts'

export interface NumberFieldProps {
  form: DraftForm
  field: string
  label: string
  hint?: string | undefined
  max: number
  step: number
  value: number | undefined
  onChange: (value: number | undefined) => void
}

/** A number that may be empty for a while. It is not put right behind the writer's back: what is wrong is told. */
export function NumberField({ form, field, label, hint, value, onChange, max, step }: NumberFieldProps) {
  return (
    <NumberInput
      id={fieldId(field)}
      label={label}
      description={hint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={form.errorOf(field)}
      value={value ?? ''}
      min={1}
      max={max}
      step={step}
      clampBehavior="none"
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  )
}
