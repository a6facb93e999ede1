import { Button } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { MessageCard } from '../ui/message-card.tsx'

/** Instead of an empty list: what to do about it. */
export function NoTalks({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useTranslation()
  const why = isFiltered ? 'noneFound' : 'empty'
  return (
    <MessageCard
      icon={<IconMessages size={30} stroke={1.6} />}
      title={t(`history.${why}.title`)}
      body={t(`history.${why}.body`)}
      actions={
        <Button radius="xl" component={Link} href={isFiltered ? '/talks' : '/'}>
          {t(isFiltered ? 'history.showAll' : 'failure.home')}
        </Button>
      }
    />
  )
}
