import { useTranslation } from 'react-i18next'
import { TalkPage } from '../pages.ts'
import { BuiltInNote } from '../ui/built-in-note.tsx'
import { useTitle } from '../ui/use-title.ts'
import { ScenarioList } from './scenario-list.tsx'
import styles from './scenarios-page.module.css'

/** The start page: what can be practised here. */
export default function ScenariosPage() {
  const { t } = useTranslation()
  useTitle(undefined)
  // Fetched while people choose, so that the room is open when they have.
  TalkPage.usePrefetch()
  return (
    <main id="main" className={styles.page}>
      <div className={styles.intro}>
        <h1 className={styles.headline}>{t('scenarios.headline')}</h1>
        <p className={styles.lead} data-short>
          {t('scenarios.lead')}
        </p>
      </div>
      <ScenarioList />
      <BuiltInNote />
    </main>
  )
}
