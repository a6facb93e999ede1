import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { ask, useLiveTalk } from '../trpc.ts'
import { type HistoryFilter, listInput } from './history-filter.ts'

/** About two screens. */
const PAGE_SIZE = 20

/** The kept talks that the filter lets through, newest first, page by page. */
export function useTalks(filter: HistoryFilter) {
  const client = useLiveTalk()
  const input = listInput(filter, new Date())
  return useInfiniteQuery({
    queryKey: ['talk.list', input],
    queryFn: ({ pageParam, signal }) =>
      ask(
        (options) => client.talk.list.query({ ...input, limit: PAGE_SIZE, cursor: pageParam }, options),
        signal,
      ),
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // While a search is typed, what was found before stays in sight.
    placeholderData: keepPreviousData,
  })
}
