import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TalkCall } from '../sdk/talk-call.ts'
import { formatDuration } from './format-duration.ts'

const TICK_MS = 250

/** How long the talk has been going. A screen reader may look it up, but is not told every second. */
export function CallTimer({ call, className }: { call: TalkCall; className?: string | undefined }) {
  const { t } = useTranslation()
  const [text, setText] = useState(() => formatDuration(call.elapsedMs()))
  useEffect(() => {
    const timer = setInterval(() => setText(formatDuration(call.elapsedMs())), TICK_MS)
    return () => clearInterval(timer)
  }, [call])
  return (
    <span className={className} role="timer" aria-live="off" aria-label={t('talk.elapsed')}>
      {text}
    </span>
  )
}
