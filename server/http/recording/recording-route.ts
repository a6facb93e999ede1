import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { MAX_ID_CHARS } from '../../../shared/limits.ts'
import type { AuthConfig } from '../../config.ts'
import { TalkError } from '../../errors.ts'
import type { TalkSound } from '../../keeping/talk-sound.ts'
import { callerOf } from '../../rpc/caller-of.ts'
import { tokenInCookie } from '../../rpc/session-cookie.ts'
import { findTalk, noSuchTalk } from '../../store/find-talk.ts'
import type { TalkStore } from '../../store/talk-store.ts'
import { parsed } from '../parsed.ts'
import { byteRangeOf } from './byte-range.ts'

export interface RecordingRouteOptions {
  auth: AuthConfig
  talks: TalkStore
  sound: TalkSound
}

const params = z.object({ talkId: z.string().min(1).max(MAX_ID_CHARS) })
const query = z.object({ token: z.string().max(1_000).optional() })

/** `GET /talks/:id/recording`: both sides of a talk that has ended, with ranges, to the talk's owner. */
export function recordingRoute(server: FastifyInstance, { auth, talks, sound }: RecordingRouteOptions): void {
  server.get('/talks/:talkId/recording', async (request, reply) => {
    const { talkId } = parsed(params, request.params)
    const caller = callerOf(auth, {
      authorization: request.headers.authorization,
      tokenInUrl: parsed(query, request.query).token,
      tokenInCookie: tokenInCookie(request.headers.cookie),
      socket: false,
    })
    if (caller instanceof TalkError) throw caller
    await findTalk(talks, talkId, caller.scope)
    const stored = await sound.find(talkId)
    if (!stored) throw new TalkError('notFound', 'Of this talk there is no recording, or not yet.')
    const { bytes, contentType } = stored
    // The file of a talk never changes once it is there, but a talk may be removed.
    reply.header('accept-ranges', 'bytes').header('cache-control', 'private, no-cache').type(contentType)
    const range = byteRangeOf(request.headers.range, bytes)
    if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${bytes}`).send()
    const stream = await stored.open(range)
    if (!stream) throw noSuchTalk()
    if (!range) return reply.header('content-length', bytes).send(stream)
    return reply
      .code(206)
      .header('content-range', `bytes ${range.start}-${range.end}/${bytes}`)
      .header('content-length', range.end - range.start + 1)
      .send(stream)
  })
}
