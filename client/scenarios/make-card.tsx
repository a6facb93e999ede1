import { Button, FileButton } from '@mantine/core'
import { IconFolderOpen, IconPencilPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { textOf } from '../scenario-editor/file-text.ts'
import type { HandedOver } from '../scenario-editor/opened-file.ts'
import styles from './make-card.module.css'

/** The way to a scenario of one's own: written, or from a file. */
export function MakeCard() {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  return (
    <section className={styles.card} aria-labelledby="make-scenario">
      <h2 className={styles.title} id="make-scenario">
        {t('scenarios.make.title')}
      </h2>
      <p className={styles.body} data-short>
        {t('scenarios.make.body')}
      </p>
      <div className={styles.actions}>
        <Button
          radius="xl"
          component={Link}
          href="/scenarios/new"
          data-testid="scenario-new"
          leftSection={<IconPencilPlus size={18} stroke={1.7} />}
        >
          {t('scenarios.make.write')}
        </Button>
        <FileButton
          accept="application/json,.json"
          onChange={async (file) => {
            if (!file) return
            const state: HandedOver = { scenarioFile: await textOf(file) }
            navigate('/scenarios/new', { state })
          }}
        >
          {(props) => (
            <Button
              {...props}
              radius="xl"
              variant="default"
              data-testid="scenario-import"
              leftSection={<IconFolderOpen size={18} stroke={1.7} />}
            >
              {t('scenarios.make.import')}
            </Button>
          )}
        </FileButton>
      </div>
    </section>
  )
}
