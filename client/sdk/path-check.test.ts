import { expect, test } from 'vitest'
import { type LikelyPath, likelyPath } from './path-check.ts'

test.each<[string, string[], boolean, boolean, LikelyPath]>([
  ['addresses of its own', ['host'], true, false, 'direct'],
  ['an address beyond the router', ['host', 'srflx', 'relay'], true, false, 'direct'],
  ['a relay alone', ['relay'], true, false, 'relay'],
  ['addresses, at a server that takes relays alone', ['host', 'relay'], true, true, 'relay'],
  ['no relay, at such a server', ['host', 'srflx'], true, true, 'socket'],
  ['nothing but a socket', [], true, false, 'socket'],
  ['nothing', [], false, false, 'none'],
  ['addresses, and sockets held up', ['host'], false, false, 'direct'],
])('who has %s', (_, types, socket, relayOnly, expected) => {
  expect(likelyPath({ types: new Set(types), socket, relayOnly })).toBe(expected)
})
