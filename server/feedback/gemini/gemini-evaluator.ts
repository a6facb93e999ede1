import { tmpdir } from 'node:os'
import { type Content, type Part, ThinkingLevel } from '@google/genai'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import type { GeminiCredentials } from '../../config.ts'
import {
  EvaluationError,
  type EvaluationInput,
  type EvaluationOptions,
  type Evaluator,
  type Judgement,
} from '../evaluator.ts'
import { GeminiService } from './gemini-service.ts'
import { heardTranscript } from './heard-transcript.ts'
import { judgeInstruction, judgeMaterial } from './judge-prompt.ts'
import { answerJsonSchema, type JudgementAnswer, judgementAnswer } from './judgement-answer.ts'
import { type ReadAnswer, readAnswer } from './read-answer.ts'
import { soundParts } from './sound-parts.ts'
import { unhearable, unheardNotices } from './unheard.ts'

/** Thinking counts as output: enough for a judgement and the transcript of ten minutes. */
const USUAL_OUTPUT_TOKENS = 16_384
/** What gemini-3.8-flash can give at most. */
const MAX_OUTPUT_TOKENS = 65_536
/** About so many tokens a character takes in Japanese, the dearer language. */
const TOKENS_A_CHAR = 1.2
/** The same talk is to be judged the same way twice. */
const TEMPERATURE = 0.1
/** Getting the sound to the service takes less time than the judging. */
const SOUND_SHARE = 0.3

export interface GeminiEvaluatorOptions {
  credentials: GeminiCredentials
  /** Another endpoint that speaks the same protocol. */
  baseUrl?: string | undefined
  model: string
  /** There, and emptied at start by its owner: files of a process that was killed stay behind. The system's by default. */
  directory?: string | undefined
  clock: Clock
  log: Logger
}

/** Has the talk judged by a Gemini model (generateContent) that hears each side by itself. */
export class GeminiEvaluator implements Evaluator {
  readonly #options: GeminiEvaluatorOptions

  constructor(options: GeminiEvaluatorOptions) {
    this.#options = options
  }

  async evaluate(input: EvaluationInput, { signal, onProgress }: EvaluationOptions): Promise<Judgement> {
    const { clock, log, credentials, directory = tmpdir() } = this.#options
    await using cleanUp = new AsyncDisposableStack()
    const service = new GeminiService({ ...this.#options, signal })
    const removals = new GeminiService({ ...this.#options, signal: new AbortController().signal })
    onProgress({ stage: 'listening', share: 0 })
    const { parts, unheard } = await soundParts({
      audio: input.audio,
      directory,
      // Vertex AI has no Files API.
      files: credentials.kind === 'apiKey' ? service : undefined,
      cleanUp,
      removals,
      clock,
      log,
      signal,
      onProgress: (share) => onProgress({ stage: 'listening', share: share * SOUND_SHARE }),
    })
    const isHeard = parts.length > 0
    if (!isHeard && input.turns.length === 0) throw unhearable(unheard)
    onProgress({ stage: 'judging', share: SOUND_SHARE })
    const answer = await this.#ask(service, input, [...parts, { text: judgeMaterial(input, unheard) }])
    onProgress({ stage: 'judging', share: 1 })
    const { goalReached, ...outcome } = answer.outcome
    return {
      ...answer,
      model: this.#options.model,
      outcome: { ...outcome, isGoalReached: goalReached === 'unclear' ? null : goalReached === 'yes' },
      // Without sound the model can have heard nothing, whatever it wrote.
      transcript: isHeard ? heardTranscript(input.turns, answer.transcript) : input.turns,
      notices: unheard ? [unheardNotices[input.scenario.locale][unheard]] : [],
    }
  }

  /** Asks once more when the answer was cut off, with more room, and when it has the wrong form, with what is wrong. */
  async #ask(service: GeminiService, input: EvaluationInput, parts: Part[]): Promise<JudgementAnswer> {
    const [first, ...rest] = input.scenario.rubric.map(({ key }) => key)
    if (first === undefined) throw new RangeError('A rubric has at least one criterion.')
    const schema = judgementAnswer([first, ...rest])
    const chars = input.turns.reduce((sum, { text }) => sum + text.length, 0)
    let maxOutputTokens = Math.min(MAX_OUTPUT_TOKENS, Math.ceil(USUAL_OUTPUT_TOKENS + chars * TOKENS_A_CHAR))
    const contents: Content[] = [{ role: 'user', parts }]
    const mended = new Set<ReadAnswer['type']>()
    for (;;) {
      const response = await service.generate({
        model: this.#options.model,
        contents,
        config: {
          systemInstruction: judgeInstruction(input.scenario),
          temperature: TEMPERATURE,
          maxOutputTokens,
          responseMimeType: 'application/json',
          responseJsonSchema: answerJsonSchema(schema),
          thinkingConfig: { thinkingLevel: ThinkingLevel.LOW },
        },
      })
      const read = readAnswer(response, schema)
      if (read.type === 'answer') return read.answer
      if (mended.has(read.type)) throw unusable(read)
      mended.add(read.type)
      if (read.type === 'cutOff') maxOutputTokens = MAX_OUTPUT_TOKENS
      else contents.push(...corrections(read))
    }
  }
}

function corrections({ text, problems }: Extract<ReadAnswer, { type: 'wrongForm' }>): Content[] {
  return [
    { role: 'model', parts: [{ text: text || '{}' }] },
    { role: 'user', parts: [{ text: `That does not fit the schema. Answer again, whole:\n${problems}` }] },
  ]
}

function unusable(read: ReadAnswer): EvaluationError {
  const why = read.type === 'wrongForm' ? `of the wrong form: ${read.problems}` : 'cut off'
  return new EvaluationError(
    'modelFailed',
    'The AI service gave no usable answer. The feedback is tried again later.',
    { canRetry: true, cause: new Error(`twice the answer was ${why}`) },
  )
}
