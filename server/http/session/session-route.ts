import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { AuthConfig } from '../../config.ts'
import { TalkError } from '../../errors.ts'
import { callerOf } from '../../rpc/caller-of.ts'
import { sessionCookie } from '../../rpc/session-cookie.ts'
import { parsed } from '../parsed.ts'

const credentials = z.object({
  token: z.string().min(1).max(1_000),
  /** Whether it is to outlive the browser. */
  keep: z.boolean().default(false),
})

/**
 * `POST /session` signs a page in by its user's token, `DELETE /session` signs it out. Programs need neither: they
 * bring their token with each call. Who may post at all, the origin check says.
 */
export function sessionRoute(server: FastifyInstance, { auth }: { auth: AuthConfig }): void {
  server.post('/session', async (request, reply) => {
    const { token, keep } = parsed(credentials, request.body)
    const caller = callerOf(auth, { tokenInCookie: token, socket: false })
    if (caller instanceof TalkError) throw caller
    return reply
      .code(204)
      .header('set-cookie', sessionCookie({ token, keep, secure: isSecure(request) }))
      .send()
  })
  server.delete('/session', async (request, reply) =>
    reply
      .code(204)
      .header('set-cookie', sessionCookie({ token: undefined, keep: false, secure: isSecure(request) }))
      .send(),
  )
}

/** A proxy may have taken the TLS off; the page itself knows how it came. */
function isSecure(request: FastifyRequest): boolean {
  return request.headers.origin?.startsWith('https:') ?? request.protocol === 'https'
}
