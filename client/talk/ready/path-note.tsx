import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { checkPath, type LikelyPath } from '../../sdk/path-check.ts'
import { useLiveTalk } from '../../trpc.ts'
import { useServerInfo } from '../../ui/use-server-info.ts'
import styles from './path-note.module.css'

/** The check opens connections: a slow device gets the page before it. */
const AFTER_DRAWING_MS = 200

/** Before the call: in plain words, how the voice will get through from here. Asks for no microphone. */
export function PathNote() {
  const { t } = useTranslation()
  const client = useLiveTalk()
  const { data: server } = useServerInfo()
  const [path, setPath] = useState<LikelyPath>()
  const policy = server?.iceTransportPolicy
  useEffect(() => {
    if (!policy) return
    const gone = new AbortController()
    const check = async () => {
      const found = await checkPath({ client, relayOnly: policy === 'relay', signal: gone.signal })
      if (!gone.signal.aborted) setPath(found)
    }
    const timer = setTimeout(() => void check(), AFTER_DRAWING_MS)
    return () => {
      clearTimeout(timer)
      gone.abort()
    }
  }, [client, policy])
  const Icon = path === 'none' ? IconPlugConnectedX : IconPlugConnected
  return (
    <p className={styles.note} role="status" data-testid="path-check" data-path={path ?? 'checking'}>
      <Icon size={16} stroke={1.7} aria-hidden="true" />
      <span>{t(`path.${path ?? 'checking'}`)}</span>
    </p>
  )
}
