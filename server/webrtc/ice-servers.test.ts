import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../config.ts'
import { iceServersFor } from './ice-servers.ts'

const now = new Date('2026-01-01T00:00:00Z')

describe('the ICE servers', () => {
  it('are those of the settings, as they are', () => {
    const { ice } = loadConfig({ ICE_SERVERS: '[{"urls":"stun:stun.example.org"}]' })
    expect(iceServersFor(ice, 'hana', now)).toEqual([{ urls: 'stun:stun.example.org' }])
  })

  it('carry TURN credentials that a TURN server with the same secret accepts, for three hours', () => {
    const { ice } = loadConfig({
      TURN_URLS: 'turn:turn.example.org, turns:turn.example.org',
      TURN_SECRET: 's',
    })
    const [turn] = iceServersFor(ice, 'hana', now)
    const username = `${now.getTime() / 1000 + 3 * 3600}:hana`
    expect(turn).toEqual({
      urls: ['turn:turn.example.org', 'turns:turn.example.org'],
      username,
      credential: createHmac('sha1', 's').update(username).digest('base64'),
    })
  })
})
