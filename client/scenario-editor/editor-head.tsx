import { Button, FileButton } from '@mantine/core'
import { IconArrowLeft, IconFileDownload, IconFolderOpen } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import styles from './editor-head.module.css'
import { textOf } from './file-text.ts'

export interface EditorHeadProps {
  title: string
  /** The text of the file; null for one that is too large. */
  onFile: (text: string | null) => void
  onExport: () => void
}

/** The way back, what this is, and the two ways between form and file. */
export function EditorHead({ title, onFile, onExport }: EditorHeadProps) {
  const { t } = useTranslation()
  // So that the same file can be chosen again, once it was mended.
  const resetFile = useRef<() => void>(null)
  return (
    <div className={styles.head}>
      <Link href="/" className={styles.back}>
        <IconArrowLeft size={18} stroke={1.8} aria-hidden="true" />
        {t('scenarioEditor.back')}
      </Link>
      <div className={styles.row}>
        <h1 className={styles.title}>{title}</h1>
        <div className={styles.actions}>
          <FileButton
            accept="application/json,.json"
            resetRef={resetFile}
            inputProps={{ 'data-testid': 'scenario-file' } as object}
            onChange={async (file) => {
              if (!file) return
              onFile(await textOf(file))
              resetFile.current?.()
            }}
          >
            {(props) => (
              <Button
                {...props}
                size="sm"
                radius="xl"
                variant="default"
                leftSection={<IconFolderOpen size={17} stroke={1.7} />}
              >
                {t('scenarioEditor.import')}
              </Button>
            )}
          </FileButton>
          <Button
            size="sm"
            radius="xl"
            variant="default"
            data-testid="scenario-export"
            leftSection={<IconFileDownload size={17} stroke={1.7} />}
            onClick={onExport}
          >
            {t('scenarioEditor.export')}
          </Button>
        </div>
      </div>
    </div>
  )
}
