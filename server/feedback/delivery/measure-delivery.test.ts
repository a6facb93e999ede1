import { describe, expect, it } from 'vitest'
import { delivery as deliverySchema } from '../../../shared/delivery.ts'
import type { Role, Turn } from '../../../shared/turn.ts'
import { type DeliveryInput, measureDelivery } from './measure-delivery.ts'

type Seconds = [from: number, to: number]

const spansOf = (spans: Seconds[]) => spans.map(([from, to]) => ({ startMs: from * 1000, endMs: to * 1000 }))

function heard(user: Seconds[], partner: Seconds[], seconds = 60): DeliveryInput['heard'] {
  const side = (spans: Seconds[]) => ({ spans: spansOf(spans), peaks: 0, durationMs: seconds * 1000 })
  return { user: side(user), partner: side(partner) }
}

const turn = (id: string, role: Role, [from, to]: Seconds, text = 'はい、そうです。'): Turn => ({
  id,
  role,
  text,
  startMs: from * 1000,
  endMs: to * 1000,
})

const measure = (turns: Turn[], sound?: DeliveryInput['heard']) => {
  const measured = measureDelivery({ locale: 'ja-JP', turns, heard: sound })
  return measured && deliverySchema.parse(measured)
}

describe('delivery by the sound', () => {
  it('gives each side the share of the time in which anybody spoke', () => {
    const measured = measure([turn('u1', 'user', [0, 10])], heard([[0, 10]], [[10, 30]]))
    expect(measured).toMatchObject({
      basis: 'audio',
      durationMs: 60_000,
      speakingMs: { user: 10_000, partner: 20_000 },
      speakingShare: { user: 0.333, partner: 0.667 },
    })
  })

  it('shows who spoke when, in slices that add up', () => {
    const measured = measure([turn('u1', 'user', [0, 10])], heard([[3, 12]], [[12, 13]], 20))
    expect(measured?.speakingOverTime).toEqual({
      sliceMs: 5_000,
      user: [2_000, 5_000, 2_000, 0],
      partner: [0, 0, 1_000, 0],
    })
  })

  it.each<[string, Seconds[], Seconds[], object]>([
    [
      'a silence within the words',
      [
        [0, 5],
        [7, 9],
      ],
      [],
      { count: 1, totalMs: 2_000, longestMs: 2_000 },
    ],
    [
      'no breath',
      [
        [0, 5],
        [5.8, 9],
      ],
      [],
      { count: 0, totalMs: 0, longestMs: 0 },
    ],
    [
      'no time in which the partner spoke',
      [
        [0, 5],
        [9, 10],
      ],
      [[6, 8]],
      { count: 0, totalMs: 0, longestMs: 0 },
    ],
  ])('counts as a pause %s', (_, user, partner, pauses) => {
    expect(measure([turn('u1', 'user', [0, 9])], heard(user, partner))?.pauses).toEqual(pauses)
  })

  it('measures answers from the end of the sound, not from the caption, and leaves out where the user cut in', () => {
    const turns = [
      turn('p1', 'partner', [0, 5]),
      turn('u1', 'user', [6, 8]),
      turn('p2', 'partner', [9, 14]),
      turn('u2', 'user', [17, 20]),
      turn('p3', 'partner', [21, 30]),
      turn('u3', 'user', [28, 34]),
    ]
    const measured = measure(
      turns,
      heard(
        [
          [6.2, 8],
          [17, 20],
          [28, 34],
        ],
        [
          [0, 5],
          [9, 14],
          [21, 29],
        ],
      ),
    )
    expect(measured?.responseDelays).toEqual({
      medianMs: 2_100,
      longestMs: 3_000,
      turns: [
        { turnId: 'u1', delayMs: 1_200 },
        { turnId: 'u2', delayMs: 3_000 },
      ],
    })
  })

  it.each<[string, Seconds[], Seconds[], object]>([
    ['of the user who cut in and went on', [[4, 9]], [[0, 4.8]], { byUser: 1, byPartner: 0 }],
    ['of the partner who did', [[0, 4.8]], [[4, 9]], { byUser: 0, byPartner: 1 }],
    ['but no nod', [[4, 4.6]], [[0, 9]], { byUser: 0, byPartner: 0 }],
    ['but no nod at the end of what the other says', [[4.5, 5.3]], [[0, 5]], { byUser: 0, byPartner: 0 }],
    ['but no answer that came a little early', [[4.8, 9]], [[0, 5]], { byUser: 0, byPartner: 0 }],
    ['but none that did not make the other stop', [[4, 12]], [[0, 9]], { byUser: 0, byPartner: 0 }],
  ])('counts interruptions %s', (_, user, partner, expected) => {
    expect(measure([turn('u1', 'user', [0, 9])], heard(user, partner))?.interruptions).toEqual(expected)
  })

  it('believes the record where it knows that the user cut the partner short', () => {
    const turns = [{ ...turn('p1', 'partner', [0, 5]), heardMs: 4_800 }, turn('u1', 'user', [4, 9])]
    expect(measure(turns, heard([[5, 9]], [[0, 4.8]]))?.interruptions).toEqual({ byUser: 1, byPartner: 0 })
  })

  it.each<[string, Seconds[], Seconds[], object]>([
    [
      'over breaths and nods',
      [
        [0, 5],
        [6, 12],
      ],
      [
        [5.2, 5.8],
        [13, 20],
      ],
      { role: 'user', startMs: 0, durationMs: 12_000 },
    ],
    [
      'until the other answers',
      [
        [0, 5],
        [8, 9],
      ],
      [[5.5, 7.5]],
      { role: 'user', startMs: 0, durationMs: 5_000 },
    ],
    ['of whichever side it is', [[0, 5]], [[6, 20]], { role: 'partner', startMs: 6_000, durationMs: 14_000 }],
  ])('finds the longest monologue %s', (_, user, partner, expected) => {
    expect(measure([turn('u1', 'user', [0, 9])], heard(user, partner))?.longestMonologue).toEqual(expected)
  })

  it('does not take a typed line for fast speech', () => {
    const turns = [
      turn('u1', 'user', [0, 10], 'あ'.repeat(60)),
      turn('u2', 'user', [30, 30], 'い'.repeat(500)),
    ]
    expect(measure(turns, heard([[0, 10]], []))?.pace).toEqual({ perMinute: 360, unit: 'morae' })
  })
})

describe('delivery without sound', () => {
  it('is measured by the times of the turns, as far as these tell', () => {
    const measured = measure([turn('p1', 'partner', [0, 4]), turn('u1', 'user', [6, 12], 'えーと、はい。')])
    expect(measured).toMatchObject({
      basis: 'turns',
      speakingShare: { user: 0.6, partner: 0.4 },
      responseDelays: { medianMs: 2_000 },
      fillers: { count: 1, perMinute: 10 },
      longestMonologue: { role: 'user', durationMs: 6_000 },
    })
    expect(measured).not.toHaveProperty('pauses')
  })

  it('counts words alone in a log without times', () => {
    expect(measure([turn('u1', 'user', [0, 0], 'えーと、はい。'), turn('p1', 'partner', [0, 0])])).toEqual({
      basis: 'text',
      fillers: { count: 1, words: [{ word: 'えーと', count: 1 }] },
      responseDelays: { turns: [] },
    })
  })

  it('is nothing where the user said nothing', () => {
    expect(measure([turn('p1', 'partner', [0, 4])])).toBeUndefined()
    expect(measure([turn('u1', 'user', [0, 4], '  ')], heard([], [[0, 4]]))).toBeUndefined()
  })
})
