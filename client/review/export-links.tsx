import { Button } from '@mantine/core'
import { IconBraces, IconFileText, IconHeadphones } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FeedbackResult } from '../../shared/feedback.ts'
import { saveText } from '../ui/save-text.ts'
import { exportName, jsonExport, type ShownTalk } from './export-files.ts'
import styles from './export-links.module.css'
import { recordingUrl } from './use-recording.ts'

export interface ExportLinksProps {
  talk: ShownTalk
  result: FeedbackResult | undefined
  hasSound: boolean
}

/** The talk to take away: the reading as a document, everything as data, the sound. */
export function ExportLinks({ talk, result, hasSound }: ExportLinksProps) {
  const { t } = useTranslation()
  const look = { radius: 'xl', variant: 'default', size: 'sm' } as const
  const icon = { size: 17, stroke: 1.7 }
  return (
    <section className={styles.exports} aria-labelledby="review-export">
      <h2 className={styles.heading} id="review-export">
        {t('review.export.title')}
      </h2>
      <div className={styles.links}>
        {result && (
          <Button
            {...look}
            leftSection={<IconFileText {...icon} />}
            onClick={() => saveText(result.markdown, exportName(talk, 'md'), 'text/markdown')}
          >
            {t('review.export.markdown')}
          </Button>
        )}
        <Button
          {...look}
          leftSection={<IconBraces {...icon} />}
          onClick={() => saveText(jsonExport(talk, result), exportName(talk, 'json'), 'application/json')}
        >
          {t('review.export.json')}
        </Button>
        {hasSound && (
          <Button
            {...look}
            component="a"
            href={recordingUrl(talk.id)}
            download={exportName(talk, 'webm')}
            leftSection={<IconHeadphones {...icon} />}
          >
            {t('review.export.audio')}
          </Button>
        )}
      </div>
    </section>
  )
}
