import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { itManagerSato } from '../scenarios/it-manager-sato.ts'
import { systemInstruction } from '../scenarios/system-instruction.ts'
import { PacedClock } from '../testing/paced-clock.ts'
import { openBuiltInPartner } from './built-in-partner.ts'
import { PartnerServer } from './partner-server.ts'
import { FakeEars } from './testing/fake-ears.ts'
import { FakeMinds } from './testing/fake-mind.ts'
import { RawClient, type ServerFrame } from './testing/raw-client.ts'
import type { ToolUse } from './tool-calls.ts'

const log = pino({ level: 'silent' })
const declared = (...names: string[]) => ({
  sessionResumption: {},
  tools: [{ functionDeclarations: names.map((name) => ({ name, description: 'Does it.' })) }],
})

/** A partner whose every line comes with a call. */
async function callingPartner(tool: ToolUse, names: string[]) {
  const owned = new AsyncDisposableStack()
  const clock = owned.use(new PacedClock(20))
  const minds = new FakeMinds()
  const server = owned.use(await PartnerServer.listen({ log, minds, ears: new FakeEars(), clock }))
  const client = owned.use(await RawClient.ready(server.baseUrl, declared(...names)))
  const [mind] = minds.minds
  if (mind) mind.tool = tool
  const type = (text: string) => client.send({ realtimeInput: { text } })
  return { client, clock, type, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

const isTurnComplete = ({ serverContent }: ServerFrame) => serverContent?.turnComplete === true
const isHandle = ({ sessionResumptionUpdate }: ServerFrame) => sessionResumptionUpdate?.resumable === true
const isCall = ({ toolCall }: ServerFrame) => toolCall !== undefined
const callId = ({ toolCall }: ServerFrame) => toolCall?.functionCalls[0].id

describe('a function of the setup', () => {
  it.each(['before', 'after'] as const)('is called %s the words, which do not wait for it', async (when) => {
    const tool = { name: 'book_appointment', args: { date: 'Thursday' }, when }
    await using partner = await callingPartner(tool, ['book_appointment'])
    const { client } = partner
    partner.type('hi')
    await client.frame(isTurnComplete)
    const call = client.frames.findIndex(isCall)
    expect(client.frames[call]?.toolCall?.functionCalls).toEqual([
      {
        id: expect.stringMatching(/^function-call-\d+$/),
        name: 'book_appointment',
        args: { date: 'Thursday' },
      },
    ])
    const sounds = client.frames.flatMap(({ serverContent }, i) => (serverContent?.modelTurn ? i : []))
    expect(sounds.every((at) => (when === 'before' ? at > call : at < call))).toBe(true)
    expect(sounds).toHaveLength(50)
  })

  it('holds the next handle back until it is answered', async () => {
    const tool: ToolUse = { name: 'book_appointment', args: {}, when: 'before' }
    await using partner = await callingPartner(tool, ['book_appointment'])
    const { client, clock } = partner
    partner.type('hi')
    const id = callId(await client.frame(isCall))
    await client.frame(isTurnComplete)
    await clock.pass(200)
    expect(client.frames.some(isHandle)).toBe(false)
    const answer = (to: string | undefined) =>
      client.send({
        toolResponse: { functionResponses: [{ id: to, name: tool.name, response: { output: 'ok' } }] },
      })
    answer('function-call-1')
    await clock.pass(200)
    expect(client.frames.some(isHandle)).toBe(false)
    answer(id)
    await client.frame(isHandle)
  })

  it('is cancelled when the user cuts in', async () => {
    await using partner = await callingPartner({ name: 'end_talk', args: {}, when: 'before' }, ['end_talk'])
    const { client } = partner
    partner.type('hi')
    const id = callId(await client.frame(isCall))
    partner.type('wait')
    const { toolCallCancellation } = await client.frame((frame) => frame.toolCallCancellation !== undefined)
    expect(toolCallCancellation).toEqual({ ids: [id] })
  })

  it('is never called when the setup does not name it', async () => {
    await using partner = await callingPartner({ name: 'end_talk', args: {}, when: 'after' }, [
      'book_appointment',
    ])
    partner.type('hi')
    await partner.client.frame(isHandle)
    expect(partner.client.frames.some(isCall)).toBe(false)
  })
})

it('books the appointment when Sato has agreed to it, and hangs up after his goodbye', async () => {
  using clock = new PacedClock(200)
  await using server = await openBuiltInPartner({ clock, log })
  using client = await RawClient.ready(server.baseUrl, {
    ...declared('book_appointment', 'end_talk'),
    systemInstruction: { parts: [{ text: systemInstruction(itManagerSato) }] },
  })
  const names: (string | undefined)[] = []
  for (let turn = 0; turn < 40 && !names.includes('end_talk'); turn++) {
    const from = client.frames.length
    client.send({ realtimeInput: { text: '来週の木曜日に、お時間をいただけませんか。' } })
    await client.frame(isTurnComplete, from)
    const calls = client.frames.slice(from).filter(isCall)
    names.push(...calls.map(({ toolCall }) => toolCall?.functionCalls[0].name))
    client.send({
      toolResponse: { functionResponses: calls.map((call) => ({ id: callId(call), response: {} })) },
    })
  }
  expect(names).toEqual(['book_appointment', 'end_talk'])
})
