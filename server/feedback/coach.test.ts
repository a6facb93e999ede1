import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { type FeedbackResult, feedbackResult } from '../../shared/feedback.ts'
import { loadLightSpeechDetectors } from '../audio/light-speech-detectors.ts'
import { parseWav } from '../audio/wav-file.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { BuiltInEvaluator } from './built-in/built-in-evaluator.ts'
import { Coach, type CoachProgress, type FinishedTalk } from './coach.ts'
import { listenForSpeech } from './delivery/speech-listener.ts'
import { EvaluationError, type Evaluator, type Judgement, type TalkAudio } from './evaluator.ts'
import { sampleTalk, sampleTurns } from './testing/sample-talk.ts'

const detectors = await loadLightSpeechDetectors()

const judgement: Judgement = {
  model: 'a-model',
  outcome: { isGoalReached: true, comment: '', quotes: [{ quote: '火曜の午後二時なら空いています' }] },
  criteria: [
    {
      key: 'close',
      score: 90,
      comment: '良い',
      quotes: [{ turnId: 'u4', quote: '火曜の午後二時に伺います' }],
    },
    {
      key: 'opening',
      score: 100,
      comment: '',
      quotes: [{ turnId: 'p1', quote: '次の会議まで五分ほどしか' }],
    },
    { key: 'invented', score: 100, comment: '', quotes: [] },
  ],
  strengths: [{ point: '丁寧です', quotes: [{ quote: '誰も言っていないことです' }] }],
  improvements: [],
  summary: '',
  notices: [],
}

/** Gives the judgement that it was made with. */
class FakeEvaluator implements Evaluator {
  /** How often it was asked. */
  asked = 0
  readonly #judgement: Judgement

  constructor(judgement: Judgement) {
    this.#judgement = judgement
  }

  async evaluate(...[, { onProgress }]: Parameters<Evaluator['evaluate']>): Promise<Judgement> {
    this.asked++
    onProgress({ stage: 'judging', share: 0.5 })
    return this.#judgement
  }
}

function review(
  evaluator: Evaluator,
  talk: Partial<FinishedTalk> = {},
  { signal = new AbortController().signal, progress = [] as CoachProgress[] } = {},
): Promise<FeedbackResult> {
  const coach = new Coach({ evaluator, clock: new FakeClock(new Date('2026-11-22T10:00:00Z')) })
  return coach.review({ ...sampleTalk, ...talk }, { signal, onProgress: (each) => progress.push(each) })
}

/** The partner's channel is silent; the user speaks at the talk's start. */
async function spokenAudio(): Promise<TalkAudio> {
  const { samples } = parseWav(await readFile(new URL('../testing/speech/user-ja.wav', import.meta.url)))
  return {
    kind: 'speakers',
    sounds: {
      async hear() {
        const sounds = { user: samples, partner: new Int16Array(samples.length) }
        return listenForSpeech(Readable.from([sounds]), detectors)
      },
      writeWavs: () => Promise.reject(new Error('only an evaluator that hears asks for this')),
    },
  }
}

describe('the coach', () => {
  it('believes only quotes that were said, by the user where they are judged, and computes the score itself', async () => {
    const result = await review(new FakeEvaluator(judgement))
    expect(feedbackResult.parse(result)).toEqual(result)
    const [opening, , , , , close] = result.criteria
    expect(result.criteria.map(({ key }) => key)).toEqual(sampleTalk.scenario.rubric.map(({ key }) => key))
    expect(close).toMatchObject({
      score: 90,
      isUnproven: false,
      evidence: [{ turnId: 'u4', quote: '火曜の午後二時に伺います', startMs: 39_000 }],
    })
    expect(opening).toMatchObject({ label: '導入', weight: 10, score: 100, isUnproven: true, evidence: [] })
    // (15 x 90 + 10 x 100) / 25
    expect(result.score).toBe(94)
    expect(result.outcome.evidence).toHaveLength(1)
    expect(result.droppedQuotes).toBe(2)
    expect(result).toMatchObject({
      talkId: 'talk-1',
      model: 'a-model',
      createdAt: new Date('2026-11-22T10:00:00Z'),
    })
  })

  it('proves quotes by what was heard, and measures the fillers of that', async () => {
    const transcript = sampleTurns.map((turn) =>
      turn.id === 'u4' ? { ...turn, text: 'えーと、あのー、水曜の午後三時に伺います。' } : turn,
    )
    const criteria = [
      { key: 'close', score: 90, comment: '', quotes: [{ quote: '水曜の午後三時に伺います' }] },
    ]
    const result = await review(new FakeEvaluator({ ...judgement, criteria, transcript }))
    expect(result.criteria.at(-1)?.evidence).toHaveLength(1)
    expect(result.transcript).toEqual(transcript)
    expect(result.delivery?.fillers.words).toContainEqual({ word: 'あのー', count: 1 })
  })

  it('judges a talk without any service, measured by its sound', async () => {
    const result = await review(new BuiltInEvaluator(), { audio: await spokenAudio() })
    expect(feedbackResult.parse(result)).toEqual(result)
    expect(result.delivery).toMatchObject({ basis: 'audio', speakingShare: { user: 1, partner: 0 } })
    expect(result.score).toBeGreaterThan(50)
    expect(result.droppedQuotes).toBe(0)
    expect(result.markdown).toContain('内蔵のコーチ')
  })

  it('tells how far it is, and never goes back', async () => {
    const progress: CoachProgress[] = []
    await review(new FakeEvaluator(judgement), { audio: await spokenAudio() }, { progress })
    expect([...new Set(progress.map(({ stage }) => stage))]).toEqual(['listening', 'judging', 'checking'])
    const shares = progress.map(({ share }) => share)
    expect(shares).toEqual(shares.toSorted((one, other) => one - other))
  })

  it.each([
    ['no turns', []],
    ['only the partner', sampleTurns.filter(({ role }) => role === 'partner')],
    ['nothing but noise', [{ id: 'u1', role: 'user' as const, text: ' ', startMs: 0, endMs: 900 }]],
  ])('says that nothing was said in a talk of %s, and asks no evaluator', async (_, turns) => {
    const evaluator = new FakeEvaluator(judgement)
    const failure = await review(evaluator, { turns }).catch((error: unknown) => error)
    expect(evaluator.asked).toBe(0)
    expect(failure).toBeInstanceOf(EvaluationError)
    expect(failure).toMatchObject({ reason: 'nothingSaid', canRetry: false })
  })

  it('gives a typed failure where an evaluator answers what fits no result', async () => {
    const criteria = [{ key: 'close', score: 400, comment: '', quotes: [] }]
    await expect(review(new FakeEvaluator({ ...judgement, criteria }))).rejects.toMatchObject({
      name: 'EvaluationError',
      reason: 'internalError',
    })
  })

  it('gives a typed failure that may be tried again where the sound cannot be read', async () => {
    const broken = () => Promise.reject(new Error('disk'))
    const audio: TalkAudio = { kind: 'speakers', sounds: { hear: broken, writeWavs: broken } }
    await expect(review(new FakeEvaluator(judgement), { audio })).rejects.toMatchObject({
      name: 'EvaluationError',
      reason: 'internalError',
      canRetry: true,
    })
  })

  it('stops where it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stopping'))
    await expect(review(new FakeEvaluator(judgement), {}, { signal })).rejects.toThrow('stopping')
  })
})
