import { IconBulb } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Hint } from './hint.ts'
import styles from './hint-line.module.css'

/** Where hints come and go: its place stays the same, so that nothing around it moves. Screen readers tell them in a pause. */
export function HintLine({ hint }: { hint: Hint | undefined }) {
  const { t } = useTranslation()
  return (
    <div className={styles.place} role="status" data-testid="hint" data-hint={hint}>
      {hint && (
        <p key={hint} className={styles.hint} data-short>
          <IconBulb size={18} stroke={1.7} aria-hidden="true" />
          <span>{t(`hints.${hint}`)}</span>
        </p>
      )}
    </div>
  )
}
