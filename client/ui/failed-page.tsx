import { FailedQuery, type FailedQueryProps } from './failed-query.tsx'

/** In the place of a page, all of which did not come. */
export function FailedPage(props: FailedQueryProps) {
  return (
    <main id="main">
      <FailedQuery {...props} />
    </main>
  )
}
