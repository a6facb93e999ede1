import { describe, expect, it } from 'vitest'
import type { Turn } from '../../../shared/turn.ts'
import { builtInScenarios } from '../../scenarios/index.ts'
import { priceNegotiationCarter } from '../../scenarios/price-negotiation-carter.ts'
import type { EvaluationInput } from '../evaluator.ts'
import { EvidenceCheck } from '../evidence/evidence-check.ts'
import { sampleTalk } from '../testing/sample-talk.ts'
import { BuiltInEvaluator } from './built-in-evaluator.ts'

const sample: EvaluationInput = { ...sampleTalk, delivery: undefined, audio: undefined }

const judge = (input: Partial<EvaluationInput> = {}) =>
  new BuiltInEvaluator().evaluate(
    { ...sample, ...input },
    { signal: new AbortController().signal, onProgress: () => undefined },
  )

const scoreOf = (judgement: Awaited<ReturnType<typeof judge>>, key: string) =>
  judgement.criteria.find((criterion) => criterion.key === key)?.score

const talkOf = (...lines: string[]): Turn[] =>
  lines.map((text, at) => ({
    id: `t${at}`,
    role: at % 2 === 0 ? 'user' : 'partner',
    text,
    startMs: at * 5_000,
    endMs: at * 5_000 + 4_000,
  }))

const englishTalk = talkOf(
  'Hi Daniel, thanks for making time. Is this still a good moment?',
  'It is. What have you got?',
  'How did the pilot go for you, and what matters most to your drivers?',
  'They liked it. Your rival is cheaper.',
  'I understand, so the price is the hard part. Shall we go through a two-year agreement next Tuesday?',
  'That works for me.',
  'Thank you, I will send it in writing tomorrow.',
)

describe('the built-in coach', () => {
  it('scores what can be counted, and says of the rest that it cannot judge it', async () => {
    const judgement = await judge()
    expect(judgement.criteria.map(({ key, score }) => [key, score])).toEqual([
      ['opening', 100],
      ['needs', expect.any(Number)],
      ['listening', expect.any(Number)],
      ['value', null],
      ['objections', null],
      ['close', 100],
    ])
    for (const { score, comment } of judgement.criteria)
      if (score === null) expect(comment).toContain('評価できません')
    expect(judgement).toMatchObject({ model: 'built-in', notices: [expect.stringContaining('内蔵のコーチ')] })
  })

  it.each([
    ['ja-JP', sample],
    ['en-US', { ...sample, scenario: priceNegotiationCarter, turns: englishTalk }],
  ])('quotes in %s only what was said, by the user', async (_, input) => {
    const judgement = await judge(input)
    const check = new EvidenceCheck(input.turns)
    for (const { score, quotes } of judgement.criteria) {
      if (score !== null && score > 50) expect(quotes.length).toBeGreaterThan(0)
      check.proven(quotes, 'user')
    }
    check.proven(judgement.outcome.quotes, 'user')
    expect(check.dropped).toBe(0)
  })

  it.each([
    ['opening', ['テクノスさんですか。'], ['お世話になっております。いま、お時間よろしいでしょうか？']],
    [
      'needs',
      ['弊社の商品は一番です。'],
      ['いま、どのように作っていますか？', 'ええ。', 'なぜでしょうか？', 'さあ。', '何が大変ですか？'],
    ],
    [
      'listening',
      ['説明します。'.repeat(30), 'はい。'],
      ['そうですか、ということですね。', '長い話です。'.repeat(9), 'なるほど、分かります。'],
    ],
    [
      'close',
      ['いかがですか。', 'さあ。', 'では。'],
      ['来週の火曜に打ち合わせはいかがですか？', 'いいですよ。', 'ありがとうございます。失礼いたします。'],
    ],
  ])('gives more points for a better %s', async (key, worse, better) => {
    const [low, high] = [await judge({ turns: talkOf(...worse) }), await judge({ turns: talkOf(...better) })]
    expect(scoreOf(high, key)).toBeGreaterThan(scoreOf(low, key) ?? 100)
    expect(scoreOf(low, key)).toBeLessThan(50)
  })

  it('takes the goal for reached when the partner booked the appointment, and otherwise does not know', async () => {
    const booking = { turnId: 'p3', name: 'book_appointment', args: {}, atMs: 1 }
    const outcomeWith = async (result?: unknown) =>
      (await judge({ tools: [{ ...booking, result }] })).outcome.isGoalReached
    expect(await outcomeWith({ booked: true })).toBe(true)
    expect(await outcomeWith({ error: 'the day is full' })).toBeNull()
    expect(await outcomeWith()).toBeNull()
    const { outcome } = await judge()
    expect(outcome.isGoalReached).toBeNull()
    expect(outcome.comment).toContain('打ち合わせ')
  })

  it('names fillers and monologues that were measured', async () => {
    const { improvements } = await judge({
      delivery: {
        basis: 'audio',
        fillers: { count: 30, perMinute: 12, words: [{ word: 'えーと', count: 30 }] },
        longestMonologue: { role: 'user', startMs: 0, durationMs: 61_000 },
        responseDelays: { turns: [] },
      },
    })
    const points = improvements.map(({ point }) => point)
    expect(points).toContainEqual(expect.stringContaining('毎分12回'))
    expect(points).toContainEqual(expect.stringContaining('61秒'))
  })

  it('judges the same talk the same way twice', async () => {
    expect(await judge()).toEqual(await judge())
  })

  it.each(builtInScenarios.map(({ id, ...rest }) => ({ id, scenario: { id, ...rest } })))(
    'can judge at least two criteria of $id',
    async ({ scenario }) => {
      const { criteria } = await judge({ scenario })
      expect(criteria.filter(({ score }) => score !== null).length).toBeGreaterThanOrEqual(2)
    },
  )

  it('cannot listen: of a recording without words it gives no score, and says so', async () => {
    const { criteria, summary, outcome } = await judge({ turns: [] })
    expect(criteria.every(({ score }) => score === null)).toBe(true)
    expect(summary).toContain('録音から言葉を聞き取れません')
    expect(outcome.isGoalReached).toBeNull()
  })

  it('holds nothing against a user whose words nobody made out, and judges those who typed most of theirs', async () => {
    const unheard = await judge({ turns: talkOf('（音声）', 'はい、佐藤です。', '（音声）', 'そうですか。') })
    expect(unheard.criteria.filter(({ score }) => score !== null).map(({ key }) => key)).toEqual([
      'listening',
    ])
    expect(unheard.summary).toContain('話し言葉を文字にしない')
    const typed = await judge({
      turns: talkOf(
        'お世話になっております。',
        'はい。',
        '何にお困りですか？',
        '納期です。',
        '（音声）',
        'はい。',
      ),
    })
    expect(scoreOf(typed, 'needs')).toBeGreaterThan(0)
  })
})
