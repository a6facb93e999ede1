import fc from 'fast-check'
import { expect, it } from 'vitest'
import { textPieces } from './text-pieces.ts'

it('cuts English into words with their leading spaces', () => {
  expect(textPieces("Well, I'm busy right now.", 'en-US')).toEqual([
    'Well,',
    " I'm",
    ' busy',
    ' right',
    ' now.',
  ])
})

it('cuts Japanese into clauses of a few characters', () => {
  const line =
    'お電話ありがとうございます。テクノスの佐藤です、今ちょっと会議の前なので、3分くらいでお願いできますか？'
  const pieces = textPieces(line, 'ja-JP')
  expect(pieces.length).toBeGreaterThan(8)
  for (const piece of pieces) expect(piece).toMatch(/^[^、。？].{1,9}$/)
  expect(pieces.filter((piece) => piece.endsWith('、') || piece.endsWith('。')).length).toBe(3)
})

it('never loses or changes a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('ja-JP', 'en-US'), (text, locale) => {
      expect(textPieces(text, locale).join('')).toBe(text)
    }),
  )
})
