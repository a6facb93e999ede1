import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { TalkEvent } from '../../../shared/talk-event.ts'
import type { ToolResponse } from '../../live/live-model.ts'
import type { ToolBox, ToolOutcome } from './tool-box.ts'
import { ToolDesk } from './tool-desk.ts'

/** Its calls are answered by the test. */
class FakeToolBox implements ToolBox {
  readonly calls: { name: string; signal: AbortSignal; answer: (outcome: ToolOutcome) => void }[] = []

  call(name: string, _args: Record<string, unknown>, signal: AbortSignal): Promise<ToolOutcome> {
    const { promise, resolve } = Promise.withResolvers<ToolOutcome>()
    this.calls.push({ name, signal, answer: resolve })
    return promise
  }
}

function open() {
  const toolBox = new FakeToolBox()
  const responses: ToolResponse[] = []
  const events: TalkEvent[] = []
  const ends = { count: 0 }
  const desk = new ToolDesk({
    toolBox,
    log: pino({ level: 'silent' }),
    turnId: () => 't4',
    nowMs: () => 1_234,
    respond: (given) => responses.push(...given),
    emit: (event) => events.push(event),
    onEndTalk: () => ends.count++,
  })
  return { desk, toolBox, responses, events, ends }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const booked: ToolOutcome = { ok: true, result: { booked: true } }

describe('a call of the model’s', () => {
  it('is carried out, answered and told, with the turn and the time', async () => {
    const { desk, toolBox, responses, events } = open()
    desk.take([{ id: 'c1', name: 'book', args: { day: 'Mon' } }])
    toolBox.calls[0]?.answer(booked)
    await settled()
    expect(responses).toEqual([{ id: 'c1', name: 'book', response: { output: { booked: true } } }])
    expect(events).toEqual([
      {
        type: 'tool',
        turnId: 't4',
        name: 'book',
        args: { day: 'Mon' },
        result: { booked: true },
        atMs: 1_234,
      },
    ])
  })

  it('that is wrong is answered and told as such', async () => {
    const { desk, toolBox, responses, events, ends } = open()
    desk.take([{ id: 'c1', name: 'book', args: {} }])
    toolBox.calls[0]?.answer({ ok: false, error: 'no day' })
    await settled()
    expect(responses).toEqual([{ id: 'c1', name: 'book', response: { error: 'no day' } }])
    expect(events).toMatchObject([{ type: 'tool', result: { error: 'no day' } }])
    expect(ends.count).toBe(0)
  })

  it('that was taken back is neither answered nor told', async () => {
    const { desk, toolBox, responses, events } = open()
    desk.take([{ id: 'c1', name: 'book', args: {} }])
    desk.cancel(['c1', 'c9'])
    expect(toolBox.calls[0]?.signal.aborted).toBe(true)
    toolBox.calls[0]?.answer(booked)
    await settled()
    expect([responses, events]).toEqual([[], []])
  })

  it('that comes again with another id is answered as before, and done and told once', async () => {
    const { desk, toolBox, responses, events } = open()
    desk.take([{ id: 'c1', name: 'book', args: { day: 'Mon' } }])
    toolBox.calls[0]?.answer(booked)
    await settled()
    desk.take([{ id: 'c2', name: 'book', args: { day: 'Mon' } }])
    await settled()
    expect(toolBox.calls).toHaveLength(1)
    expect(responses.map(({ id }) => id)).toEqual(['c1', 'c2'])
    expect(events).toHaveLength(1)
  })

  it('that hangs up is not to be spoken about', async () => {
    const { desk, toolBox, responses, ends } = open()
    desk.take([{ id: 'c1', name: 'end', args: {} }])
    toolBox.calls[0]?.answer({ ok: true, result: {}, endsTalk: true })
    await settled()
    expect([responses[0]?.silent, ends.count]).toEqual([true, 1])
  })

  it('has no answer after the end', async () => {
    const { desk, toolBox, responses, events } = open()
    desk.take([{ id: 'c1', name: 'book', args: {} }])
    desk.close()
    desk.close()
    toolBox.calls[0]?.answer(booked)
    await settled()
    expect([responses, events]).toEqual([[], []])
  })
})
