import { en } from '../client/i18n/en.ts'
import { CallError, type CallProblem, problemFrom } from '../client/sdk/call-problem.ts'

/** The server answers such questions within ms; past this it is not there. */
const SERVER_TIMEOUT_MS = 5_000

/** What goes wrong is told in one sentence, without a stack: it is not the program's fault. */
export class ToldFailure extends Error {
  override readonly name = 'ToldFailure'
}

/**
 * Asks a server what it answers at once, and does not wait for one that is not there.
 * @param what asked for, for the sentence
 * @throws ToldFailure
 */
export async function askServer<Answer>(
  what: string,
  ask: (options: { signal: AbortSignal }) => Promise<Answer>,
): Promise<Answer> {
  const timeout = new AbortController()
  // That of AbortSignal.timeout lets the process end, without a word where a client holds nothing else open.
  const timer = setTimeout(() => timeout.abort(), SERVER_TIMEOUT_MS)
  try {
    return await answered(what, ask({ signal: timeout.signal }))
  } finally {
    clearTimeout(timer)
  }
}

/** @throws ToldFailure where the answer is a refusal, or none comes */
export async function answered<Answer>(what: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (cause) {
    throw new ToldFailure(`${what}: ${problemInWords(problemFrom(cause))}`, { cause })
  }
}

/** @throws CallError serverUnreachable */
export async function fetched(url: URL, request: RequestInit): Promise<Response> {
  return fetch(url, request).catch((cause: unknown) => {
    throw new CallError({ type: 'serverUnreachable' }, { cause })
  })
}

export function problemInWords(problem: CallProblem): string {
  const { title, body } =
    problem.type === 'refused' ? en.errorReason[problem.reason] : en.problem[problem.type]
  return `${title}. ${body}`
}
