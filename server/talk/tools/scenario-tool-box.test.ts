import { describe, expect, it } from 'vitest'
import { bookAppointment, endTalk } from '../../../shared/common-tools.ts'
import { ScenarioToolBox } from './scenario-tool-box.ts'

const box = new ScenarioToolBox({
  tools: [
    bookAppointment['en-US'],
    endTalk['en-US'],
    {
      name: 'rate',
      description: 'rates',
      parameters: {
        type: 'object',
        properties: {
          mood: { type: 'string', enum: ['good', 'bad'] },
          points: { type: 'integer' },
          final: { type: 'boolean' },
        },
        required: ['mood'],
      },
    },
  ],
})
const { signal } = new AbortController()

describe('the functions of a scenario', () => {
  it('book an appointment in the words in which it was agreed', async () => {
    const args = { date: 'next Thursday', time: '2 pm', notes: 'with Ms Kato' }
    expect(await box.call('book_appointment', args, signal)).toEqual({ ok: true, result: { booked: args } })
  })

  it('end the talk', async () => {
    expect(await box.call('end_talk', {}, signal)).toMatchObject({ ok: true, endsTalk: true })
  })

  it('are noted where they are a user’s own, without what was not declared', async () => {
    expect(await box.call('rate', { mood: 'good', points: 3, more: 1 }, signal)).toMatchObject({ ok: true })
  })

  it.each([
    ['book_appointment', { date: 'next Thursday' }, /time/],
    ['book_appointment', { date: 'next Thursday', time: 14 }, /time/],
    ['book_appointment', { date: 'x'.repeat(2_001), time: '2 pm' }, /date/],
    ['rate', { mood: 'furious' }, /mood/],
    ['rate', { mood: 'good', points: 1.5 }, /points/],
    ['launch', {}, /no such function/],
  ])('say what is wrong with %s %o', async (name, args, error) => {
    expect(await box.call(name, args, signal)).toEqual({ ok: false, error: expect.stringMatching(error) })
  })
})
