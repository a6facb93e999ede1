import { setTimeout as sleep } from 'node:timers/promises'
import { ArchiveError } from './archive.ts'

/** Statuses for which Google advises to try again (https://cloud.google.com/storage/docs/retry-strategy). */
const TRANSIENT_STATUSES = [408, 429, 500, 502, 503, 504]
const TRANSIENT_CODES = [
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
]
/** With the doubling delays it bridges some 15 s; what takes longer is for the job that asked to try again. */
const MAX_TRIES = 6

/** An HTTP status, or the code of a socket that broke; undefined for what is neither. */
export function gcsCodeOf(error: unknown): number | string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const { code } = error
  if (typeof code === 'number') return code
  if (typeof code !== 'string') return undefined
  return /^\d{3}$/.test(code) ? Number(code) : code
}

export function isTransient(error: unknown): boolean {
  const code = gcsCodeOf(error)
  if (typeof code === 'number') return TRANSIENT_STATUSES.includes(code)
  // The client has errors of its own with words alone: of sockets that broke, and of uploads that it cannot resume.
  return code === undefined || TRANSIENT_CODES.includes(code)
}

/**
 * Tries again with doubling delays, each shortened by chance so that many do not come at once.
 * @throws ArchiveError
 */
export async function retrying<T>(run: () => Promise<T>, firstDelayMs: number): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run()
    } catch (error) {
      if (tries === MAX_TRIES || !isTransient(error)) throw gcsFailure(error)
    }
    await sleep(firstDelayMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2))
  }
}

function gcsFailure(cause: unknown): ArchiveError {
  if (cause instanceof ArchiveError) return cause
  const code = gcsCodeOf(cause)
  const retryHelps = isTransient(cause)
  if (code === 401 || code === 403)
    return new ArchiveError(
      'Cloud Storage refuses this server: its account needs the role Storage Object Admin on the bucket.',
      { retryHelps, cause },
    )
  if (code === 404)
    return new ArchiveError('Cloud Storage knows no such bucket: check GCS_BUCKET_NAME.', {
      retryHelps,
      cause,
    })
  return new ArchiveError(`Cloud Storage did not do it (${code ?? 'unknown'}).`, { retryHelps, cause })
}
