import { expect, it } from 'vitest'
import { LoadUsageError, parseLoadArguments } from './load-arguments.ts'

it('takes what the contract names, and has a default for all but the number of talks', () => {
  expect(parseLoadArguments(['--talks', '3'])).toEqual({
    talks: 3,
    url: 'http://127.0.0.1:5000',
    minutes: 1,
    duty: 'conversation',
    json: false,
  })
  const all = [
    '--talks',
    '8',
    '--url',
    'https://talk.example',
    '--minutes',
    '0.5',
    '--duty',
    'duplex',
    '--json',
  ]
  expect(parseLoadArguments(all)).toMatchObject({ talks: 8, minutes: 0.5, duty: 'duplex', json: true })
})

it.each([
  [[], '--talks must be a whole number above 0'],
  [['--talks', 'many'], '--talks must be a whole number above 0'],
  [['--talks', '0'], '--talks must be a whole number above 0'],
  [['--talks', '1', '--minutes', '0'], '--minutes must be a number above 0'],
  [['--talks', '1', '--url', 'ftp://x'], '--url must be an address such as'],
  [['--talks', '1', '--duty', 'monologue'], '--duty must be conversation or duplex'],
  [['--talk', '1'], '--talk'],
])('says what is wrong with %j', (args, named) => {
  expect(() => parseLoadArguments(args)).toThrow(LoadUsageError)
  expect(() => parseLoadArguments(args)).toThrow(named)
})
