import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { pino } from 'pino'
import type { Clock } from '../../clock.ts'
import type { GeminiCredentials } from '../../config.ts'
import { FakeClock } from '../../testing/fake-clock.ts'
import { FakeGenerateContent, type GenerateReply } from '../../testing/fake-generate-content.ts'
import { EvaluationError, type EvaluationInput } from '../evaluator.ts'
import { GeminiEvaluator } from '../gemini/gemini-evaluator.ts'
import { sampleTalk, silentSounds } from './sample-talk.ts'

export const API_KEY = 'AIza-very-secret'
const byKey: GeminiCredentials = { kind: 'apiKey', apiKey: API_KEY }

export const input: EvaluationInput = { ...sampleTalk, delivery: undefined, audio: undefined }
export const spoken = (seconds: number): EvaluationInput => ({
  ...input,
  audio: { kind: 'speakers', sounds: silentSounds(seconds) },
})
/** One minute of both sides goes into the request; four do not. */
export const SHORT_S = 60
export const LONG_S = 240

export function begin(
  service: FakeGenerateContent,
  {
    talk = input,
    clock = new FakeClock(),
    logged = [] as string[],
  }: { talk?: EvaluationInput; clock?: Clock; logged?: string[] } = {},
) {
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) })
  const evaluator = new GeminiEvaluator({
    credentials: byKey,
    baseUrl: service.baseUrl,
    model: 'gemini-3.8-flash',
    clock,
    log,
  })
  const abort = new AbortController()
  const shares: number[] = []
  const judging = evaluator.evaluate(talk, {
    signal: abort.signal,
    onProgress: ({ share }) => shares.push(share),
  })
  judging.catch(() => undefined) // each test looks at it in its own way
  return { judging, abort, shares }
}

export async function failureOf(judging: Promise<unknown>): Promise<EvaluationError> {
  const error = await judging.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(error instanceof EvaluationError))
    throw new Error('the evaluation did not fail as it should', { cause: error })
  return error
}

export async function failureAfter(...replies: GenerateReply[]) {
  await using service = await FakeGenerateContent.listen()
  service.reply(...replies)
  const failure = await failureOf(begin(service).judging)
  return { failure, requests: service.requests.length }
}

export const textOf = (service: FakeGenerateContent, at = 0) =>
  service.requests[at]?.body.contents[0]?.parts.map((part) => part.text ?? '').join('\n') ?? ''

/** What this process keeps on disk while it uploads. */
export async function soundDirectories(): Promise<string[]> {
  const names = await readdir(tmpdir())
  return names.filter((name) => name.startsWith(`live-talk-sound-${process.pid}-`))
}

/** Time passes only while the evaluator waits for a file to be ready. */
export function pollingClock(): FakeClock {
  const clock = new FakeClock()
  const after = clock.after.bind(clock)
  clock.after = (delayMs, run) => {
    if (delayMs === 1_000) setImmediate(() => clock.advance(delayMs))
    return after(delayMs, run)
  }
  return clock
}
