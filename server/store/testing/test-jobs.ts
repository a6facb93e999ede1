import { z } from 'zod'
import { type JobKind, jobRequest } from '../job-queue.ts'

const payload = z.object({ talkId: z.string() })
type Payload = z.infer<typeof payload>

const common = {
  payload,
  keyOf: ({ talkId }: Payload) => talkId,
  attempts: 3,
  retryMs: 1_000,
  maxRetryMs: 2_000,
  timeLimitMs: 60_000,
}

/** Work that any server can do. */
export const judging: JobKind<Payload> = { ...common, name: 'judging', place: 'anyServer' }
/** Work on this server's disk. */
export const packing: JobKind<Payload> = { ...common, name: 'packing', place: 'sameServer' }
/** Work that has no second chance. */
export const fragile: JobKind<Payload> = { ...common, name: 'fragile', place: 'anyServer', attempts: 1 }

export const testJobKinds = [judging, packing, fragile]

export const judge = (talkId: string) => jobRequest(judging, { talkId })
export const pack = (talkId: string) => jobRequest(packing, { talkId })
export const tryOnce = (talkId: string) => jobRequest(fragile, { talkId })
