import Markdown from 'react-markdown'
import styles from './coach-markdown.module.css'

/** What a text may be made of: words, and no way out of the page. A model wrote it, and strangers spoke to that model. */
const ALLOWED = ['p', 'strong', 'em', 'del', 'code', 'ul', 'ol', 'li', 'blockquote', 'br']

/** Markdown as React elements: HTML in it stays text that nobody sees, links and pictures are but their words. */
export default function CoachMarkdown({ text }: { text: string }) {
  return (
    <div className={styles.text}>
      <Markdown skipHtml allowedElements={ALLOWED} unwrapDisallowed>
        {text}
      </Markdown>
    </div>
  )
}
