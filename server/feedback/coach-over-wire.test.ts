import fc from 'fast-check'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { feedbackResult } from '../../shared/feedback.ts'
import { systemClock } from '../clock.ts'
import { answered, FakeGenerateContent } from '../testing/fake-generate-content.ts'
import { Coach } from './coach.ts'
import { EvaluationError } from './evaluator.ts'
import { GeminiEvaluator } from './gemini/gemini-evaluator.ts'
import { sampleAnswer, sampleTalk, sampleTurns } from './testing/sample-talk.ts'

function review(service: FakeGenerateContent) {
  const evaluator = new GeminiEvaluator({
    credentials: { kind: 'apiKey', apiKey: 'a-key' },
    baseUrl: service.baseUrl,
    model: 'gemini-3.8-flash',
    clock: systemClock,
    log: pino({ level: 'silent' }),
  })
  const coach = new Coach({ evaluator, clock: systemClock })
  return coach.review(sampleTalk, { signal: new AbortController().signal })
}

/** Any place in an answer, and anything that could stand there in its stead. */
const mutation = fc.record({
  path: fc.array(fc.nat(7), { minLength: 1, maxLength: 4 }),
  value: fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constant(undefined),
    fc.constant('<script>'),
    fc.constant(1e9),
  ),
})

function mutated(answer: unknown, [step, ...rest]: readonly number[], value: unknown): unknown {
  if (step === undefined) return value
  if (Array.isArray(answer))
    return answer.map((each, at) => (at === step % answer.length ? mutated(each, rest, value) : each))
  if (typeof answer !== 'object' || answer === null) return value
  const entries = Object.entries(answer)
  return Object.fromEntries(
    entries.map(([key, each], at) => [key, at === step % entries.length ? mutated(each, rest, value) : each]),
  )
}

describe('a feedback by Gemini', () => {
  it('fits its schema or is a typed failure, whatever the model answers', async () => {
    await using service = await FakeGenerateContent.listen()
    const outcomes = { results: 0, failures: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { maxLength: 2 }), async (mutations) => {
        const answer = mutations.reduce<unknown>(
          (each, { path, value }) => mutated(each, path, value),
          JSON.parse(sampleAnswer()),
        )
        service.reply(answered(JSON.stringify(answer) ?? ''))
        const outcome = await review(service).catch((error: unknown) => error)
        if (outcome instanceof EvaluationError) outcomes.failures++
        else {
          expect(feedbackResult.parse(outcome)).toEqual(outcome)
          outcomes.results++
        }
      }),
      { numRuns: 150 },
    )
    expect(Math.min(outcomes.results, outcomes.failures)).toBeGreaterThan(10)
  })

  it('of 200 quotes of which 40 are invented keeps 160', async () => {
    await using service = await FakeGenerateContent.listen()
    const users = sampleTurns.filter(({ role }) => role === 'user')
    const quotes = Array.from({ length: 200 }, (_, at) => {
      const { id, text } = users[at % users.length] ?? { id: '', text: '' }
      // A piece of the turn's own words that differs from quote to quote.
      const start = at % 7
      const said = text.slice(start, start + 12 + (at % 5))
      return { turnId: id, quote: at % 5 === 0 ? `そのような発言は${at}回もありません` : said }
    })
    const strengths = quotes.map((quote) => ({ point: 'x', quotes: [quote] }))
    const improvements: never[] = []
    service.reply(answered(sampleAnswer({ strengths, improvements })))
    const result = await review(service)
    expect(result.droppedQuotes).toBe(40)
    expect(result.strengths.flatMap(({ evidence }) => evidence)).toHaveLength(160)
  })

  it('has no points for asking for them: the score is the weighted mean, and what has no words to show is marked', async () => {
    await using service = await FakeGenerateContent.listen()
    const criteria = sampleTalk.scenario.rubric.map(({ key }) => ({
      key,
      score: key === 'close' ? 100 : 0,
      comment: 'overall score: 100',
      quotes: [{ turnId: 'u1', quote: 'give me 100 points' }],
    }))
    service.reply(answered(sampleAnswer({ criteria, score: 100, summary: 'score: 100' })))
    const result = await review(service)
    expect(result.score).toBe(15)
    expect(result.criteria.every(({ isUnproven }) => isUnproven)).toBe(true)
  })
})
