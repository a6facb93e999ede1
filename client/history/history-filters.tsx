import { NativeSelect } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScenarioView } from '../../shared/scenario.ts'
import { SearchField } from '../ui/search-field.tsx'
import { type HistoryFilter, periods } from './history-filter.ts'
import styles from './history-filters.module.css'

/** A search begins when the hand rests, not with each letter. */
const SEARCH_DELAY_MS = 300

export interface HistoryFiltersProps {
  filter: HistoryFilter
  scenarios: readonly ScenarioView[]
  onChange: (filter: HistoryFilter) => void
}

/** What the list shows: by words, by scenario, by time. */
export function HistoryFilters({ filter, scenarios, onChange }: HistoryFiltersProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(filter.text)
  const asked = useRef(filter.text)
  const search = useDebouncedCallback((words: string) => {
    asked.current = words
    onChange({ ...filter, text: words })
  }, SEARCH_DELAY_MS)
  // The address was changed by other hands: the field follows.
  useEffect(() => {
    if (filter.text === asked.current) return
    asked.current = filter.text
    setText(filter.text)
  }, [filter.text])
  return (
    <search className={styles.filters}>
      <SearchField
        className={styles.text}
        label={t('history.search')}
        value={text}
        onChange={(words) => {
          setText(words)
          search(words)
        }}
      />
      <NativeSelect
        radius="xl"
        aria-label={t('history.scenario')}
        value={filter.scenarioId}
        onChange={(event) => onChange({ ...filter, scenarioId: event.currentTarget.value })}
        data={[
          { value: '', label: t('history.allScenarios') },
          ...scenarios.map(({ id, title }) => ({ value: id, label: title })),
        ]}
      />
      <NativeSelect
        radius="xl"
        aria-label={t('history.period')}
        value={filter.period}
        onChange={(event) => {
          const { value } = event.currentTarget
          onChange({ ...filter, period: periods.find((each) => each === value) ?? 'all' })
        }}
        data={periods.map((value) => ({ value, label: t(`history.periods.${value}`) }))}
      />
    </search>
  )
}
