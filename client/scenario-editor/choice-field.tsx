import '@mantine/core/styles/SegmentedControl.css'
import '@mantine/core/styles/FloatingIndicator.css'
import { Input, SegmentedControl } from '@mantine/core'
import { useId } from 'react'
import styles from './choice-field.module.css'

export interface ChoiceFieldProps<Value extends string> {
  label: string
  value: Value
  choices: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}

/** One of two or three. */
export function ChoiceField<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: ChoiceFieldProps<Value>) {
  const id = useId()
  return (
    <Input.Wrapper label={label} labelElement="div" labelProps={{ id }}>
      <SegmentedControl
        fullWidth
        radius="md"
        className={styles.control ?? ''}
        aria-labelledby={id}
        value={value}
        data={choices.map((choice) => ({ ...choice }))}
        onChange={onChange}
      />
    </Input.Wrapper>
  )
}
