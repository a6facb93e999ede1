import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './make-card.module.css'

/** In the place of a scenario that is about to be gone, for as long as that can be undone. */
export function RemovedCard({ title, onUndo }: { title: string; onUndo: () => void }) {
  const { t } = useTranslation()
  return (
    <div className={styles.card} role="status">
      <p className={styles.body}>{t('scenarios.removed', { title })}</p>
      <div className={styles.actions}>
        <Button radius="xl" variant="default" autoFocus data-testid="undo" onClick={onUndo}>
          {t('scenarios.undo')}
        </Button>
      </div>
    </div>
  )
}
