import { Textarea, TextInput } from '@mantine/core'
import { fieldId } from './field-id.ts'
import type { DraftForm } from './use-draft-form.ts'

export interface TextFieldProps {
  form: DraftForm
  /** Its path in the scenario. */
  field: string
  label: string
  hint?: string | undefined
  value: string
  onChange: (value: string) => void
  /** More than one for a text of several lines, which grows with it. */
  rows?: number
}

/** A text with its label, and what is wrong with it beside it. It is in the talk's language. */
export function TextField({ form, field, label, hint, value, onChange, rows = 1 }: TextFieldProps) {
  const props = {
    id: fieldId(field),
    label,
    description: hint,
    error: form.errorOf(field),
    value,
    lang: form.draft.locale,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  return rows === 1 ? (
    <TextInput {...props} autoComplete="off" />
  ) : (
    <Textarea {...props} autosize minRows={rows} maxRows={16} />
  )
}
