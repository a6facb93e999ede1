import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../shared/scenario.ts'
import { builtInScenarios } from '../scenarios/index.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { type FakeLiveConnection, FakeLiveServer } from '../testing/fake-live-server.ts'
import { leakedSince, openResources } from '../testing/leak-check.ts'
import type { ConversationEvent } from './conversation-event.ts'
import { GeminiLive } from './gemini-live.ts'
import { LiveConversation } from './live-conversation.ts'

const [first] = builtInScenarios
if (!first) throw new Error('there is no scenario')
const scenario: Scenario = first

async function begin(service: FakeLiveServer) {
  const clock = new FakeClock()
  const log = pino({ level: 'silent' })
  const { baseUrl } = service
  const credentials = { kind: 'apiKey', apiKey: 'key' } as const
  const events: ConversationEvent[] = []
  let arrived: (() => void)[] = []
  const conversation = new LiveConversation({
    model: new GeminiLive({ credentials, baseUrl, model: 'gemini-3.8-live', clock, log }),
    scenario,
    clock,
    log,
    partnerSounds: () => false,
    onEvent: (event) => {
      events.push(event)
      for (const resolve of arrived) resolve()
      arrived = []
    },
  })
  const arriving = service.nextConnection()
  const opening = conversation.open()
  const connection = await arriving
  await complete(connection)
  await opening
  const event = async (type: ConversationEvent['type']) => {
    while (!events.some((each) => each.type === type))
      await new Promise<void>((resolve) => arrived.push(resolve))
    return events.find((each) => each.type === type)
  }
  return { conversation, connection, clock, event }
}

async function complete(connection: FakeLiveConnection) {
  const { setup } = await connection.message('setup')
  connection.send({ setupComplete: {} })
  return setup
}

const turn = (text: string, newHandle: string) => [
  { serverContent: { outputTranscription: { text }, generationComplete: true, turnComplete: true } },
  { sessionResumptionUpdate: { newHandle, resumable: true } },
]

describe('a conversation over the wire', () => {
  it.each([
    [1011, 'Internal error occurred.'],
    [1011, 'Deadline expired before operation could complete.'],
    [1012, ''],
    [1000, ''],
    [1008, 'Operation is not implemented, or supported, or enabled.'],
  ])('goes on by its handle after %i %s', async (code, reason) => {
    const before = openResources()
    {
      await using service = await FakeLiveServer.listen()
      const { conversation, connection, event } = await begin(service)
      for (const message of turn('はい。', 'h1')) connection.send(message)
      await event('turnComplete')
      const arriving = service.nextConnection()
      connection.socket.close(code, reason)
      const next = await arriving
      expect(await complete(next)).toMatchObject({ sessionResumption: { handle: 'h1' } })
      expect(await event('renewed')).toMatchObject({ planned: false, memory: 'kept' })
      expect(next.received).toHaveLength(1)
      await conversation.close()
    }
    expect(await leakedSince(before)).toEqual({})
  })

  it('goes on after its socket was torn down without a goodbye', async () => {
    await using service = await FakeLiveServer.listen()
    const { conversation, connection, event } = await begin(service)
    for (const message of turn('はい。', 'h1')) connection.send(message)
    await event('turnComplete')
    const arriving = service.nextConnection()
    connection.socket.terminate()
    expect(await complete(await arriving)).toMatchObject({ sessionResumption: { handle: 'h1' } })
    await event('renewed')
    await conversation.close()
  })

  it('closes the old socket before it opens the next when the service goes away', async () => {
    await using service = await FakeLiveServer.listen()
    const { conversation, connection, clock, event } = await begin(service)
    for (const message of turn('はい。', 'h1')) connection.send(message)
    connection.send({ goAway: { timeLeft: '50s' } })
    connection.send({ usageMetadata: { totalTokenCount: 1 } })
    await event('usage')
    const arriving = service.nextConnection()
    clock.advance(100)
    const next = await arriving
    expect(connection.socket.readyState).not.toBe(connection.socket.OPEN)
    await complete(next)
    expect(await event('renewed')).toMatchObject({ planned: true, memory: 'kept' })
    await conversation.close()
  })

  it('begins anew with what was said when the handle is refused', async () => {
    await using service = await FakeLiveServer.listen()
    const { conversation, connection, event } = await begin(service)
    for (const message of turn('はい。', 'h1')) connection.send(message)
    await event('turnComplete')
    const arriving = service.nextConnection()
    connection.socket.terminate()
    const refusing = await arriving
    const anew = service.nextConnection()
    refusing.socket.close(1007, 'Request contains an invalid argument.')
    const next = await anew
    expect(await complete(next)).toMatchObject({ sessionResumption: {} })
    expect(await next.message('clientContent')).toMatchObject({
      clientContent: { turns: [{ role: 'user' }, { role: 'model', parts: [{ text: 'はい。' }] }] },
    })
    expect(await event('renewed')).toMatchObject({ memory: 'lost' })
    await conversation.close()
  })

  it('ends with the cause where the service will not have it', async () => {
    await using service = await FakeLiveServer.listen()
    const { connection, event, clock } = await begin(service)
    connection.socket.close(1007, 'API key expired. Please renew the API key.')
    expect(await event('failed')).toMatchObject({ error: { fault: 'refused', refusal: 'key' } })
    expect(clock.pendingTimers).toBe(0)
  })
})
