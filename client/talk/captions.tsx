import { IconMessages } from '@tabler/icons-react'
import { memo, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScenarioView } from '../../shared/scenario.ts'
import type { CallSnapshot, Caption } from '../sdk/call-state.ts'
import { FollowButton } from '../ui/follow-button.tsx'
import styles from './captions.module.css'

/** Nearer to the end than this, the reader is taken to follow along. */
const FOLLOW_PX = 56

export interface CaptionsProps {
  snapshot: CallSnapshot
  scenario: ScenarioView
}

/** What both say, as it is said. Follows the newest line, unless the reader has gone up to read. */
export function Captions({ snapshot, scenario }: CaptionsProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const [following, setFollowing] = useState(true)
  const { captions, state } = snapshot

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what it waits for
  useLayoutEffect(() => {
    const element = scroller.current
    // Where there is no line yet, asking for the height would lay out the page before its time.
    if (element && following && captions.length > 0) element.scrollTop = element.scrollHeight
  }, [captions, following, state])

  // Of what else happens in a call, the hundreds of them need not even be compared.
  const lines = useMemo(
    () =>
      captions.map((caption) => (
        <CaptionLine
          key={caption.turnId}
          caption={caption}
          name={caption.role === 'user' ? t('talk.you') : scenario.partner.name}
          cutShort={t('talk.cutShort')}
          locale={scenario.locale}
        />
      )),
    [captions, scenario, t],
  )

  const onScroll = () => {
    const element = scroller.current
    if (!element) return
    setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < FOLLOW_PX)
  }

  return (
    <section className={styles.captions} aria-label={t('talk.captions')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keyboard can scroll it */}
      <div className={styles.scroller} ref={scroller} onScroll={onScroll} tabIndex={0}>
        {captions.length === 0 && (
          <p className={styles.empty}>
            <IconMessages size={30} stroke={1.4} aria-hidden="true" />
            {t(state === 'ended' ? 'talk.captionsEmptyEnded' : 'talk.captionsEmpty')}
          </p>
        )}
        <ol
          className={styles.list}
          data-testid="transcript"
          aria-live="polite"
          aria-relevant="additions text"
        >
          {lines}
        </ol>
      </div>
      {!following && <FollowButton label={t('talk.toLatest')} onClick={() => setFollowing(true)} />}
    </section>
  )
}

interface CaptionLineProps {
  caption: Caption
  name: string
  cutShort: string
  locale: string
}

/** Drawn anew only when its own turn changes: a long talk has hundreds of them. */
const CaptionLine = memo(function CaptionLine({ caption, name, cutShort, locale }: CaptionLineProps) {
  const { role, text, final, heardMs } = caption
  return (
    // Screen readers wait with a line until it is complete.
    <li className={styles.line} data-role={role} data-final={final} aria-busy={!final}>
      <span className={styles.name}>{name}</span>
      <span className={styles.text} lang={locale}>
        {text}
        {heardMs !== undefined && <span className={styles.cut}>{cutShort}</span>}
      </span>
    </li>
  )
})
