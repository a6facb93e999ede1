import type { ReactNode } from 'react'
import styles from './message-card.module.css'

export interface MessageCardProps {
  icon: ReactNode
  tone?: 'calm' | 'trouble'
  title: string
  body: string
  /** More to know, below. */
  children?: ReactNode
  actions?: ReactNode
  /** Read out when it appears. */
  announce?: boolean
}

/** What happened and what to do, with the buttons to do it. */
export function MessageCard({
  icon,
  tone = 'calm',
  title,
  body,
  children,
  actions,
  announce = false,
}: MessageCardProps) {
  return (
    <section className={styles.card} data-tone={tone} role={announce ? 'alert' : undefined}>
      <span className={styles.icon}>{icon}</span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.body}>{body}</p>
      {children}
      {actions && <div className={styles.actions}>{actions}</div>}
    </section>
  )
}
