import { Button } from '@mantine/core'
import { IconPhoneCall } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import styles from './kept-talk-note.module.css'
import { TabTalk } from './tab-talk.ts'

/** On a page other than the talk's: a talk still waits for this tab, for a few seconds. */
export function KeptTalkNote() {
  const { t } = useTranslation()
  const [path] = useLocation()
  const [kept, setKept] = useState(() => new TabTalk(sessionStorage).peek())
  useEffect(() => {
    if (!kept) return undefined
    const timer = setTimeout(() => setKept(undefined), kept.leftForMs)
    return () => clearTimeout(timer)
  }, [kept])
  if (!kept || path.startsWith('/talk/')) return null
  return (
    <div className={styles.note} role="status">
      <IconPhoneCall size={20} stroke={1.7} aria-hidden="true" />
      <span>{t('talk.stillRuns')}</span>
      <Button
        size="compact-md"
        radius="xl"
        component={Link}
        href={`/talk/${kept.scenarioId}`}
        onClick={() => setKept(undefined)}
      >
        {t('talk.backToTalk')}
      </Button>
    </div>
  )
}
