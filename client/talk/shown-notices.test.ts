import { expect, test } from 'vitest'
import type { CallNotice } from '../sdk/call-state.ts'
import { shownNotices } from './shown-notices.ts'

const notice = (code: string): CallNotice => ({ code, message: '' })
const codes = (notices: readonly CallNotice[]) => notices.map(({ code }) => code)

test.each<[string, string[], string[]]>([
  ['each once, however often it was told', ['a', 'b', 'a'], ['b', 'a']],
  [
    'the newest word on the microphone alone',
    ['microphoneLost', 'a', 'microphoneBack'],
    ['a', 'microphoneBack'],
  ],
  ['nothing of nothing', [], []],
])('shows %s', (_, told, shown) => {
  expect(codes(shownNotices(told.map(notice), new Set()))).toEqual(shown)
})

test('what was put away stays away, until it is told anew', () => {
  const first = notice('microphoneReplaced')
  expect(shownNotices([first], new Set([first]))).toEqual([])
  const second = notice('microphoneReplaced')
  expect(shownNotices([first, second], new Set([first]))).toEqual([second])
})
