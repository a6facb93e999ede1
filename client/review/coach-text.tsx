import { lazy, Suspense } from 'react'

const CoachMarkdown = lazy(() => import('./coach-markdown.tsx'))

/** A text of the coach: shown as it is until its Markdown can be read. */
export function CoachText({ text, lang }: { text: string; lang: string | undefined }) {
  return (
    <div lang={lang}>
      <Suspense fallback={<p>{text}</p>}>
        <CoachMarkdown text={text} />
      </Suspense>
    </div>
  )
}
