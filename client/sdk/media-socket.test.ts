import { expect, test } from 'vitest'
import { parseSocketMessage } from './media-socket.ts'

test('an event is read as it is', () => {
  expect(parseSocketMessage('{"type":"talk","talkId":"t1"}')).toEqual({ type: 'talk', talkId: 't1' })
})

test.each(['', 'hello', 'null', '3', '[]', '{}', '{"type":3}', '{"type":"toString"}', '{"type":"newer"}'])(
  '%j is passed over, not stumbled over',
  (text) => {
    expect(parseSocketMessage(text)).toBeUndefined()
  },
)
