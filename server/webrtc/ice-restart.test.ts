import { describe, expect, it } from 'vitest'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { parseCandidateLine } from '../testing/network/candidate-line.ts'
import { createRpcClient } from '../testing/rpc-client.ts'
import { createTestApp } from '../testing/test-app.ts'
import { WeriftCaller } from '../testing/werift-caller.ts'

describe('an ICE restart', () => {
  it('keeps the connection and the talk, with new credentials, and sound goes on', async () => {
    await using app = await createTestApp()
    await using client = createRpcClient(app.url)
    await using caller = new WeriftCaller()
    const talk = await caller.call(client.rpc, 'it-manager-sato')
    await talk.event('state', ({ state }) => state === 'live')
    const before = caller.connection.remoteDescription?.sdp
    const ports = portsIn(talk.events)
    await caller.restartIce(client.rpc, talk)
    const after = caller.connection.remoteDescription?.sdp
    expect(ufragOf(after)).not.toBe(ufragOf(before))
    // Another connection would have sockets of its own.
    expect(portsIn(talk.events)).toEqual(ports)
    await client.rpc.talk.say.mutate({ talkId: talk.talkId, text: 'もしもし' })
    await caller.receives(20)
    expect(app.registry.activeCount).toBe(1)
    expect(talk.events.filter((event) => event.type === 'state').map(({ state }) => state)).not.toContain(
      'ended',
    )
    await client.rpc.talk.end.mutate({ talkId: talk.talkId })
  })
})

const ufragOf = (sdp: string | undefined) => /^a=ice-ufrag:(.+)$/m.exec(sdp ?? '')?.[1]
const portsIn = (events: readonly TalkEvent[]) =>
  new Set(
    events.flatMap((event) =>
      event.type === 'candidate' ? (parseCandidateLine(event.candidate?.candidate ?? '')?.port ?? []) : [],
    ),
  )
