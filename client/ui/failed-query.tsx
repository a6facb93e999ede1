import { Button } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { problemFrom } from '../sdk/call-problem.ts'
import { MessageCard } from './message-card.tsx'
import { problemWords } from './problem-words.ts'

export interface FailedQueryProps {
  error: unknown
  onRetry: () => void
}

/** Where something of the server's should stand that did not come. */
export function FailedQuery({ error, onRetry }: FailedQueryProps) {
  const { t } = useTranslation()
  return (
    <MessageCard
      announce
      tone="trouble"
      icon={<IconPlugConnectedX size={30} stroke={1.6} />}
      {...problemWords(t, problemFrom(error))}
      actions={
        <>
          <Button radius="xl" onClick={onRetry}>
            {t('failure.retry')}
          </Button>
          <Button radius="xl" variant="default" component={Link} href="/">
            {t('failure.home')}
          </Button>
        </>
      }
    />
  )
}
