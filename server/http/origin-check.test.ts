import { describe, expect, it } from 'vitest'
import { isOriginAllowed } from './origin-check.ts'

const open = { allowedOrigins: ['https://partner.example'], loopbackOnly: false }
const local = { allowedOrigins: [], loopbackOnly: true }

describe('a page that opens a socket or posts', () => {
  it.each([
    ['our own page', 'https://talk.example', 'talk.example', open, true],
    ['our own page on another port', 'https://talk.example:8443', 'talk.example', open, false],
    ['a page that the settings name', 'https://partner.example', 'talk.example', open, true],
    ['a stranger', 'https://evil.example', 'talk.example', open, false],
    ['a sandboxed frame', 'null', 'talk.example', open, false],
    ['a program, which sends no origin', undefined, 'talk.example', open, true],
    ['our own page on a laptop', 'http://localhost:5000', 'localhost:5000', local, true],
    ['our own page by number', 'http://127.0.0.1:5000', '127.0.0.1:5000', local, true],
    ['a name made to point to a laptop', 'http://evil.example:5000', 'evil.example:5000', local, false],
  ])('%s', (_, origin, host, policy, allowed) => {
    expect(isOriginAllowed(origin, host, policy)).toBe(allowed)
  })
})
