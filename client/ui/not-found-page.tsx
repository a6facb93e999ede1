import { Button } from '@mantine/core'
import { IconMapQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { MessageCard } from './message-card.tsx'
import { useTitle } from './use-title.ts'

export function NotFoundPage() {
  const { t } = useTranslation()
  useTitle(t('failure.notFound.title'))
  return (
    <main id="main">
      <MessageCard
        icon={<IconMapQuestion size={30} stroke={1.6} />}
        title={t('failure.notFound.title')}
        body={t('failure.notFound.body')}
        actions={
          <Button radius="xl" component={Link} href="/">
            {t('failure.home')}
          </Button>
        }
      />
    </main>
  )
}
