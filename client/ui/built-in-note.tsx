import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './built-in-note.module.css'
import { useServerInfo } from './use-server-info.ts'

/** Says openly when it is not an AI that answers, and what a key changes. Nothing when it is one. */
export function BuiltInNote({ folded = false }: { folded?: boolean }) {
  const { t } = useTranslation()
  const { data: info } = useServerInfo()
  if (info?.partner !== 'built-in') return null
  const words = (
    <>
      <p>{t('builtIn.body')}</p>
      <p>{t('builtIn.key')}</p>
    </>
  )
  if (folded) {
    return (
      <details className={styles.note} data-testid="built-in-note">
        <summary className={styles.summary}>
          <IconInfoCircle size={18} stroke={1.7} className={styles.icon} aria-hidden="true" />
          <span data-short>
            {t('builtIn.short')} <span className={styles.more}>{t('builtIn.more')}</span>
          </span>
        </summary>
        <div className={styles.words}>{words}</div>
      </details>
    )
  }
  return (
    <aside className={styles.note} data-testid="built-in-note">
      <IconInfoCircle size={20} stroke={1.7} className={styles.icon} aria-hidden="true" />
      <div className={styles.words}>
        <strong>{t('builtIn.title')}</strong>
        {words}
      </div>
    </aside>
  )
}
