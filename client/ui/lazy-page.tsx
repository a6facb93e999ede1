import { type QueryClient, queryOptions, usePrefetchQuery, useQuery } from '@tanstack/react-query'
import type { ComponentType, FunctionComponent } from 'react'
import { CallError } from '../sdk/call-problem.ts'
import { FailedPage } from './failed-page.tsx'
import { PageLoader } from './page-loader.tsx'

/** A page whose script is fetched when it is shown, or before. */
export type LazyPage<Props> = FunctionComponent<Props> & {
  prefetch(queries: QueryClient): void
  /** From another page, which may lead to this one. */
  usePrefetch(): void
}

/**
 * Like React's `lazy`, but once fetched it is there in the first drawing, and when its script does not come it says so
 * and looks again. (A `lazy` shows the fallback of its `Suspense` even for a script that is there, and React keeps a
 * fallback for at least 300 ms.)
 * @param name its own, among all pages
 */
export function lazyPage<Props extends object>(
  name: string,
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyPage<Props> {
  const script = queryOptions({
    queryKey: ['script', name],
    queryFn: async () => {
      try {
        return (await load()).default
      } catch (cause) {
        throw new CallError({ type: 'serverUnreachable' }, { cause })
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })
  function Page(props: Props) {
    const { data: Shown, error, refetch } = useQuery(script)
    if (error) {
      return <FailedPage error={error} onRetry={() => void refetch()} />
    }
    return Shown ? <Shown {...props} /> : <PageLoader />
  }
  return Object.assign(Page, {
    prefetch: (queries: QueryClient) => void queries.prefetchQuery(script),
    usePrefetch: () => usePrefetchQuery(script),
  })
}
