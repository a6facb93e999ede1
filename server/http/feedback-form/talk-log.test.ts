import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TalkError } from '../../errors.ts'
import { readTalkLog } from './talk-log.ts'

const spoken = [
  { role: 'user', text: 'こんにちは' },
  { role: 'partner', text: 'はい、佐藤です' },
]

describe('the log that a client of the Flask service posts', () => {
  it.each([
    [
      'a list',
      JSON.stringify([
        { role: 'user', text: 'こんにちは' },
        { role: 'model', text: 'はい、佐藤です' },
      ]),
    ],
    [
      'messages',
      '{"messages":[{"role":"user","content":"こんにちは"},{"role":"assistant","content":"はい、佐藤です"}]}',
    ],
    ['lines', 'User: こんにちは\nAI: はい、佐藤です\n'],
    ['lines with wide colons', 'ユーザー：こんにちは\r\n佐藤：はい、佐藤です'],
    ['lines with times', '[10:02] User: こんにちは\n[10:02:07] AI: はい、佐藤です'],
    ['lines with dates', '2026-11-23 10:02:05 User: こんにちは\n2026-11-23T10:02:07Z AI: はい、佐藤です'],
    ['lines with gaps between', '\nUser: こんにちは\n\nGemini: はい、佐藤です\n\n'],
  ])('is read from %s', (_, text) => {
    expect(readTalkLog(text)).toMatchObject(spoken)
    expect(readTalkLog(text).map(({ id }) => id)).toEqual(['t1', 't2'])
  })

  it('goes on over lines that name nobody', () => {
    expect(readTalkLog('User: one\ntwo\nAI: three')).toMatchObject([
      { role: 'user', text: 'one\ntwo' },
      { role: 'partner', text: 'three' },
    ])
  })

  it('leaves out who said nothing', () => {
    expect(readTalkLog('[{"role":"user","text":" "},{"role":"user"}]')).toEqual([])
    expect(readTalkLog('')).toEqual([])
  })

  it.each([
    ['half of a JSON', '[{"role":"user"', 'badInput'],
    ['something else', '{"turns":[]}', 'badInput'],
    ['a line beyond measure', `User: ${'x'.repeat(5_000)}`, 'tooLarge'],
    ['lines beyond measure', 'User: x\n'.repeat(5_001), 'tooLarge'],
  ])('is refused when it is %s', (_, text, reason) => {
    expect(() => readTalkLog(text)).toThrow(expect.objectContaining({ reason }))
  })

  it('never costs more than a refusal, whatever it holds', () => {
    const reads = (text: string) => {
      try {
        for (const turn of readTalkLog(text)) expect(turn.text).not.toBe('')
      } catch (error) {
        expect(error).toBeInstanceOf(TalkError)
      }
    }
    fc.assert(fc.property(fc.string({ maxLength: 300 }), reads))
    fc.assert(fc.property(fc.json(), reads))
  })
})
