import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

/** Names the page in its tab, before the name of the whole. */
export function useTitle(title: string | undefined): void {
  const { t } = useTranslation()
  const whole = t('app.title')
  useEffect(() => {
    document.title = title ? `${title} · ${whole}` : whole
  }, [title, whole])
}
