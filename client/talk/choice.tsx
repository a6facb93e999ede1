import styles from './choice.module.css'

export interface ChoiceProps {
  label: string
  /** Shown while the pointer rests on it. */
  explanation: string
  chosen: boolean
  onChoose: (chosen: boolean) => void
  testId: string
}

/** A way to talk that is chosen or not. */
export function Choice({ label, explanation, chosen, onChoose, testId }: ChoiceProps) {
  return (
    <label className={styles.choice} title={explanation}>
      <input
        type="checkbox"
        checked={chosen}
        onChange={(event) => onChoose(event.currentTarget.checked)}
        data-testid={testId}
      />
      <span>{label}</span>
    </label>
  )
}
