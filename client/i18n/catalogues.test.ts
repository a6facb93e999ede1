import { describe, expect, test } from 'vitest'
import { endReason, errorReason } from '../../shared/error-reason.ts'
import { en } from './en.ts'
import { ja } from './ja.ts'

/** `a.b.c` to its words. */
function leaves(node: object, path = ''): [key: string, words: unknown][] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? leaves(value, `${path}${key}.`)
      : [[`${path}${key}`, value] satisfies [string, unknown]],
  )
}
const placeholders = (words: unknown) =>
  [...String(words).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

describe('the two catalogues', () => {
  const japanese = new Map(leaves(ja))

  test('have the same keys', () => {
    expect([...japanese.keys()].sort()).toEqual(
      leaves(en)
        .map(([key]) => key)
        .sort(),
    )
  })

  test.each(leaves(en))('%s has words in both', (key, words) => {
    expect(words).toMatch(/\S/)
    expect(japanese.get(key)).toMatch(/\S/)
  })

  test('fill in nothing in one language that the other does not', () => {
    // Where Japanese needs no subject, the name may be left out; nothing else may.
    for (const [key, words] of leaves(en)) {
      const missing = placeholders(words).filter((name) => !placeholders(japanese.get(key)).includes(name))
      expect([key, missing.filter((name) => name !== 'name')]).toEqual([key, []])
      expect([key, placeholders(words)]).toEqual([
        key,
        expect.arrayContaining(placeholders(japanese.get(key))),
      ])
    }
  })
})

describe.each([
  ['English', en],
  ['Japanese', ja],
])('in %s', (_, catalogue) => {
  test.each(endReason.options)('the ending %s says what happened and what to do', (reason) => {
    expect(catalogue.endReason[reason]).toEqual({
      title: expect.stringMatching(/\S/),
      body: expect.stringMatching(/\S/),
    })
  })

  test.each(errorReason.options)('the refusal %s says what happened and what to do', (reason) => {
    expect(catalogue.errorReason[reason]).toEqual({
      title: expect.stringMatching(/\S/),
      body: expect.stringMatching(/\S/),
    })
  })

  test('no two endings read the same', () => {
    const titles = endReason.options.map((reason) => catalogue.endReason[reason].title)
    expect(new Set(titles).size).toBe(titles.length)
  })

  test('no two refusals read the same', () => {
    const titles = errorReason.options.map((reason) => catalogue.errorReason[reason].title)
    expect(new Set(titles).size).toBe(titles.length)
  })
})
