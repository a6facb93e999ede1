import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import styles from './note.module.css'

export interface NoteProps {
  tone: 'calm' | 'trouble'
  title?: string
  body: string
}

/** Something to know about what was done; read out when it appears. */
export function Note({ tone, title, body }: NoteProps) {
  const Icon = tone === 'calm' ? IconInfoCircle : IconAlertTriangle
  return (
    <div className={styles.note} data-tone={tone} role={tone === 'calm' ? 'status' : 'alert'}>
      <Icon size={20} stroke={1.7} className={styles.icon} aria-hidden="true" />
      <div>
        {title && <strong>{title}</strong>}
        <p>{body}</p>
      </div>
    </div>
  )
}
