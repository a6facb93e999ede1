import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { SearchField } from '../ui/search-field.tsx'
import styles from './transcript-search.module.css'
import type { TranscriptSearchState } from './use-transcript-search.ts'

/** The field to search the transcript by; Enter goes to the next line, Shift and Enter to the one before. */
export function TranscriptSearch({ search }: { search: TranscriptSearchState }) {
  const { t } = useTranslation()
  const { query, setQuery, count, current, step } = search
  const isSearching = query.trim() !== ''
  return (
    <search className={styles.search}>
      <SearchField
        className={styles.field}
        label={t('review.search.label')}
        value={query}
        onChange={setQuery}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) step(event.shiftKey ? -1 : 1)
        }}
      />
      <span className={styles.count} role="status">
        {isSearching &&
          (current ? t('review.search.count', { number: current.number, count }) : t('review.search.none'))}
      </span>
      {count > 1 && (
        <>
          <ActionIcon
            variant="subtle"
            radius="xl"
            aria-label={t('review.search.before')}
            onClick={() => step(-1)}
          >
            <IconChevronUp size={18} stroke={1.8} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            radius="xl"
            aria-label={t('review.search.next')}
            onClick={() => step(1)}
          >
            <IconChevronDown size={18} stroke={1.8} />
          </ActionIcon>
        </>
      )}
    </search>
  )
}
