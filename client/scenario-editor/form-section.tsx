import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './form-section.module.css'

export interface FormSectionProps {
  name: 'scene' | 'partner' | 'opening' | 'rubric' | 'conduct'
  hint?: string
  children: ReactNode
}

/** Fields that belong together, under their heading. */
export function FormSection({ name, hint, children }: FormSectionProps) {
  const { t } = useTranslation()
  return (
    <section className={styles.section} aria-labelledby={`section-${name}`}>
      <div>
        <h2 className={styles.title} id={`section-${name}`}>
          {t(`scenarioEditor.section.${name}`)}
        </h2>
        {hint && <p className={styles.hint}>{hint}</p>}
      </div>
      {children}
    </section>
  )
}
