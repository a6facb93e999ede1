import { expect, test } from 'vitest'
import { pickLanguage } from './language.ts'

test.each([
  ['the address decides', '?lang=ja', 'en', ['en-US'], 'ja'],
  ['then what was chosen before', '', 'ja', ['en-US'], 'ja'],
  ['then the browser, region or not', '', null, ['ja-JP', 'en'], 'ja'],
  ['then the first of the browser’s that there is', '', null, ['fr-FR', 'de', 'ja', 'en'], 'ja'],
  ['English when there is none of them', '', null, ['fr'], 'en'],
  ['what nobody knows is passed over', '?lang=xx', 'klingon', ['en-GB'], 'en'],
  ['case does not matter', '?lang=JA', null, [], 'ja'],
] as const)('%s', (_, search, stored, preferred, language) => {
  expect(pickLanguage({ search, stored, preferred })).toBe(language)
})
