import { expect, test } from 'vitest'
import { parseTalkArguments } from './talk-arguments.ts'

test('a WAV file is all that is needed', () => {
  expect(parseTalkArguments(['--wav', 'hello.wav'])).toEqual({
    wav: 'hello.wav',
    url: 'http://127.0.0.1:5000',
  })
})

test('everything can be chosen', () => {
  const args = '--wav a.wav --url https://talk.example --scenario s --out b.wav --seconds 2.5 --token t'
  expect(parseTalkArguments(args.split(' '))).toEqual({
    wav: 'a.wav',
    url: 'https://talk.example',
    scenario: 's',
    out: 'b.wav',
    seconds: 2.5,
    token: 't',
  })
})

test.each([['-h'], ['--help']])('%s asks for help, with no WAV file needed', (flag) => {
  expect(parseTalkArguments([flag])).toBe('help')
})

test.each([
  ['no file', [], /--wav FILE is missing/],
  ['an option without its value', ['--wav'], /--wav/],
  ['an unknown option', ['--wav', 'a.wav', '--loud'], /--loud/],
  ['a stray word', ['a.wav'], /a\.wav/],
  ['an address that is none', ['--wav', 'a.wav', '--url', 'localhost:5000'], /--url must be/],
  ['a time that is none', ['--wav', 'a.wav', '--seconds', 'soon'], /--seconds must be/],
  ['no time at all', ['--wav', 'a.wav', '--seconds', '0'], /--seconds must be/],
])('%s is refused in words', (_, args, message) => {
  expect(() => parseTalkArguments(args)).toThrow(message)
})
