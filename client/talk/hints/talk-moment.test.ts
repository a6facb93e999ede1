import { describe, expect, test } from 'vitest'
import type { Locale } from '../../../shared/scenario.ts'
import type { Role } from '../../../shared/turn.ts'
import { type CallLinks, type CallSnapshot, type Caption, idleCall } from '../../sdk/call-state.ts'
import { momentOf } from './talk-moment.ts'

const up: CallLinks = { server: 'live', media: 'connected', signalling: 'up' }

function callOf(
  captions: readonly Caption[],
  state: 'live' | 'reconnecting' = 'live',
  links = up,
): CallSnapshot {
  return { ...idleCall, state, scenarioId: 'sales', talkId: 't1', liveSinceMs: 0, links, captions }
}

function said(role: Role, text: string, more: Partial<Caption> = {}): Caption {
  return { turnId: text, role, text, final: true, startMs: 0, endMs: 0, ...more }
}

const momentIn = (locale: Locale, captions: readonly Caption[]) =>
  momentOf(callOf(captions), 60_000, { minutes: 5, locale })

test.each<[string, CallSnapshot]>([
  ['no talk', idleCall],
  ['a talk whose line is lost', callOf([], 'reconnecting')],
  ['a talk whose news are held up', callOf([], 'live', { ...up, signalling: 'down' })],
])('nothing is said of %s', (_, call) => {
  expect(momentOf(call, 60_000, { minutes: 5, locale: 'ja-JP' })).toBeUndefined()
})

test('a fifth of five minutes has passed after one', () => {
  expect(momentIn('ja-JP', [])?.timeShare).toBe(0.2)
})

test.each<[string, Caption[], boolean]>([
  ['nobody has spoken', [], false],
  ['their turn is complete', [said('user', 'もしもし'), said('partner', 'はい、佐藤です。')], true],
  ['more of it may come', [said('partner', 'はい、', { final: false })], false],
  ['they were cut short', [said('partner', 'はい、佐藤です。', { heardMs: 800 })], false],
  [
    'the user had the last word',
    [said('partner', 'はい、佐藤です。'), said('user', '少々お待ちください')],
    false,
  ],
])('whether the partner has finished when %s', (_, captions, finished) => {
  expect(momentIn('ja-JP', captions)?.partnerHasFinished).toBe(finished)
})

describe('whether the user asks nothing', () => {
  const flat = {
    'ja-JP': 'こちらの製品は、議事録をまとめるものです。',
    'en-US': 'Our product writes the minutes for you.',
  }
  const flatTurns = (locale: Locale, count: number) =>
    Array.from({ length: count }, (_, index) => [
      said('user', flat[locale], { turnId: `u${index}` }),
      said('partner', 'なぜですか？', { turnId: `p${index}` }),
    ]).flat()

  test.each<[string, Locale, Caption[], boolean]>([
    ['five turns without a question', 'ja-JP', flatTurns('ja-JP', 5), true],
    ['five turns without a question', 'en-US', flatTurns('en-US', 5), true],
    ['four', 'ja-JP', flatTurns('ja-JP', 4), false],
    [
      'four and what is not complete yet',
      'ja-JP',
      [...flatTurns('ja-JP', 4), said('user', flat['ja-JP'], { final: false })],
      false,
    ],
    ['four and a nod', 'ja-JP', [...flatTurns('ja-JP', 4), said('user', 'はい、ええ。')], false],
    ['four and a nod', 'en-US', [...flatTurns('en-US', 4), said('user', 'Yes, I see.')], false],
    ['a question before them', 'ja-JP', [said('user', 'いかがでしょうか。'), ...flatTurns('ja-JP', 5)], true],
    ['a question after them', 'ja-JP', [...flatTurns('ja-JP', 5), said('user', 'いかがでしょうか。')], false],
    ['a short question', 'en-US', [...flatTurns('en-US', 5), said('user', 'Why?')], false],
    [
      'one that is just being asked',
      'en-US',
      [...flatTurns('en-US', 5), said('user', 'What do you', { final: false })],
      false,
    ],
    ['words that nobody made out', 'ja-JP', [...flatTurns('ja-JP', 5), said('user', '（音声）')], false],
    ['words that nobody made out', 'en-US', [...flatTurns('en-US', 5), said('user', '(speech)')], false],
  ])('after %s (%s)', (_, locale, captions, expected) => {
    expect(momentIn(locale, captions)?.asksNothing).toBe(expected)
  })
})
