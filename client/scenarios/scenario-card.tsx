import { IconArrowRight, IconClock, IconTargetArrow } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScenarioView } from '../../shared/scenario.ts'
import { PartnerAvatar } from '../ui/partner-avatar.tsx'
import styles from './scenario-card.module.css'

const levels: Record<ScenarioView['difficulty'], number> = { easy: 1, medium: 2, hard: 3 }

export interface ScenarioCardProps {
  scenario: ScenarioView
  /** Of the last talk that was judged. */
  lastScore: number | undefined
  /** It was just written: whoever wrote it is taken to it. */
  isNew: boolean
}

/** One scenario to choose: whom you meet, what you want of them, how hard, how long, how it went. */
export function ScenarioCard({ scenario, lastScore, isNew }: ScenarioCardProps) {
  const { t } = useTranslation()
  const { id, locale, title, partner, goal, difficulty, minutes } = scenario
  const level = t(`scenarios.difficulty.${difficulty}`)
  const language = t(`scenarios.locale.${locale}`)
  return (
    <Link
      href={`/talk/${id}`}
      className={styles.card}
      data-testid={`scenario-${id}`}
      data-own={scenario.isOwn}
      data-new={isNew}
      ref={isNew ? focus : undefined}
    >
      <span className={styles.partner} lang={locale}>
        <PartnerAvatar name={partner.name} size={52} />
        <span>
          <span className={styles.name}>{partner.name}</span>
          <span className={styles.role}>{partner.role}</span>
        </span>
      </span>
      <h2 className={styles.title} lang={locale}>
        {title}
      </h2>
      <p className={styles.goal}>
        <IconTargetArrow size={18} stroke={1.7} aria-hidden="true" />
        <span>
          <span className={styles.goalLabel}>{t('scenarios.yourGoal')}</span>
          <span lang={locale}>{goal}</span>
        </span>
      </p>
      <span className={styles.facts}>
        <span className={styles.fact} title={t('scenarios.difficultyLabel', { level })}>
          <span className={styles.dots} aria-hidden="true">
            {[1, 2, 3].map((dot) => (
              <i key={dot} data-on={dot <= levels[difficulty]} />
            ))}
          </span>
          {level}
        </span>
        <span className={styles.fact}>
          <IconClock size={16} stroke={1.7} aria-hidden="true" />
          {t('scenarios.minutes', { minutes })}
        </span>
        <span className={styles.badge} title={t('scenarios.localeLabel', { language })} lang={locale}>
          {language}
        </span>
        {scenario.isOwn && <span className={styles.badge}>{t('scenarios.own')}</span>}
        {lastScore !== undefined && (
          <span className={styles.score} title={t('scenarios.lastScoreLabel', { score: lastScore })}>
            {t('scenarios.lastScore', { score: lastScore })}
          </span>
        )}
        <IconArrowRight className={styles.arrow} size={20} stroke={1.8} aria-hidden="true" />
      </span>
    </Link>
  )
}

function focus(link: HTMLAnchorElement | null): void {
  link?.focus()
}
