import fc from 'fast-check'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import Markdown from 'react-markdown'
import { describe, expect, it } from 'vitest'
import { escapeMarkdown } from './escape-markdown.ts'

/** As a reader shows it that lets HTML through where there is any. */
const shown = (markdown: string) => renderToStaticMarkup(createElement(Markdown, null, markdown))

describe("a stranger's text in a report", () => {
  it.each([
    '<script>alert(1)</script>',
    '[click](https://evil.example)',
    '![x](https://evil.example/x.png)',
    '<https://evil.example>',
    '[ref]: https://evil.example',
    '# heading',
    '1. one',
    '2) two',
    '- item',
    '+ item',
    '> quote',
    '---',
    '===',
    '**bold** _italic_ ~~struck~~ `code`',
    '```\ncode\n```',
    '| a | b |\n|---|---|',
    '    indented\n\n\nnew paragraph',
    '&lt;b&gt; &#x3c;i&#x3e;',
    'back\\slash\\',
  ])('%j stays plain words', (text) => {
    const html = shown(escapeMarkdown(text))
    expect(html.match(/<\w+/g)).toEqual(['<p'])
  })

  it.each([
    'https://evil.example',
    'www.evil.example',
    'WWW.Evil.Example',
    'me@evil.example',
    'ftp://evil.example',
  ])('%s is no address that GitHub would make a link of', (text) => {
    expect(escapeMarkdown(text)).not.toMatch(/https?:\/\/|ftp:\/\/|www\.|\w@/i)
  })

  it('reads as it was written, whatever it is', () => {
    const words = fc.string({ unit: fc.constantFrom(...'ab 日本<>&#*_[]()!`\\|~-+=.:/@1\n"\'') })
    fc.assert(
      fc.property(words, (text) => {
        const html = shown(escapeMarkdown(text))
        expect(html.replace(/<\/?p>/g, '')).not.toMatch(/<[a-z]/)
        const read = html
          .replace(/<\/?p>/g, '')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#x27;', "'")
          .replaceAll('&amp;', '&')
        expect(read).toBe(text.replace(/\s+/g, ' ').trim())
      }),
      { numRuns: 500 },
    )
  })
})
