import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import CoachMarkdown from './coach-markdown.tsx'

const shown = (text: string) => renderToStaticMarkup(<CoachMarkdown text={text} />)

describe("a coach's text", () => {
  it('has its emphasis and its lists', () => {
    expect(shown('**Good**: you asked.\n\n- one\n- two')).toContain('<strong>Good</strong>')
    expect(shown('- one\n- two')).toContain('<li>one</li>')
  })

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![picture](https://example.com/seen.png)',
    '[words](javascript:alert(1))',
    '[words](https://example.com)',
    '<https://example.com>',
    'a <iframe src="https://example.com"></iframe> b',
    '# Not a heading of this page',
  ])('leads nowhere and loads nothing: %s', (text) => {
    expect(shown(text)).not.toMatch(/<(?!\/?(div|p|strong|em|ul|ol|li|code|br)\b)|href|src=|onerror/)
  })

  it('keeps the words of a link', () => {
    expect(shown('see [the plan](https://example.com)')).toContain('see the plan')
  })
})
