import { TextInput, type TextInputProps } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'

export interface SearchFieldProps extends Pick<TextInputProps, 'className' | 'onKeyDown'> {
  /** What is searched, for eyes and for ears. */
  label: string
  value: string
  onChange: (words: string) => void
}

/** A field to search something by words. */
export function SearchField({ label, onChange, ...rest }: SearchFieldProps) {
  return (
    <TextInput
      radius="xl"
      type="search"
      leftSection={<IconSearch size={16} stroke={1.8} />}
      aria-label={label}
      placeholder={label}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...rest}
    />
  )
}
