import { TalkError } from '../errors.ts'
import { isAway } from '../store/database/while-away.ts'

/** Somebody has to make room, or a database to come back: within a minute neither is sure. */
const RETRY_AFTER_MS = 60_000

/** No room on the disk, none left of one's share of it, and PostgreSQL's word for both (`disk_full`). */
const FULL_CODES = ['ENOSPC', 'EDQUOT', '53100']

/**
 * Writes to the disk for a client who is told when it cannot be, and may bring it again.
 * @throws TalkError storageUnavailable when the disk is full; what else goes wrong as it is
 */
export function writtenOrRefused<Result>(writing: Promise<Result>): Promise<Result> {
  return writing.catch((error: unknown) => {
    throw isFull(error) ? full(error) : error
  })
}

/**
 * The same for what is saved in the database.
 * @throws TalkError storageUnavailable when its disk is full or it is away; what else goes wrong as it is
 */
export function savedOrRefused<Result>(saving: Promise<Result>): Promise<Result> {
  return saving.catch((error: unknown) => {
    if (isFull(error)) throw full(error)
    throw isAway(error) ? refusal('The database of this server cannot be reached', error) : error
  })
}

const full = (cause: unknown) => refusal('The disk of this server is full', cause)

function refusal(why: string, cause: unknown): TalkError {
  return new TalkError(
    'storageUnavailable',
    `${why}, so nothing of this was kept. Send it again in a minute; if that does not help, tell whoever runs the server.`,
    { cause, retryAfterMs: RETRY_AFTER_MS },
  )
}

function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && FULL_CODES.includes(String(error.code))) || isFull(error.cause)
}
