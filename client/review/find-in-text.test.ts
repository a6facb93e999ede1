import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findInText } from './find-in-text.ts'

const found = (text: string, query: string) =>
  findInText(text, query).map(({ start, end }) => text.slice(start, end))

describe('searching a transcript', () => {
  it.each([
    ['The price. What PRICE?', 'price', ['price', 'PRICE']],
    ['ヒアリングと、ひありんぐ', 'ひアリング', ['ヒアリング', 'ひありんぐ']],
    ['ﾊﾞｯｸｱｯﾌﾟは取れます', 'バックアップ', ['ﾊﾞｯｸｱｯﾌﾟ']],
    ['予算は１０００万円', '1000万', ['１０００万']],
    ['㍿テクノス', '会社テ', ['㍿テ']],
    ['aaa', 'aa', ['aa']],
    ['nothing', 'else', []],
    ['blank  here', '  ', []],
    ['', 'a', []],
  ])('%s is searched for "%s"', (text, query, expected) => {
    expect(found(text, query)).toEqual(expected)
  })

  it('finds every text in itself, and marks only what is there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, query) => {
        for (const { start, end } of findInText(text, query)) {
          expect(start).toBeLessThan(end)
          expect(end).toBeLessThanOrEqual(text.length)
        }
        if (text.trim() !== '') expect(findInText(text, text)).not.toEqual([])
      }),
    )
  })
})
