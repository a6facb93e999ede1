import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { AuthConfig } from '../config.ts'
import { TalkError } from '../errors.ts'
import type { Caller } from '../talk/caller.ts'

/** What a call brings to be known by. */
export interface Credentials {
  authorization?: string | undefined
  /** `?token=`, for a plain WebSocket. */
  tokenInUrl?: string | undefined
  /** Of a page that has signed in. */
  tokenInCookie?: string | undefined
  /** tRPC's connectionParams of a WebSocket: not yet checked. */
  connectionParams?: unknown
  /** Whether it is a WebSocket, which is a client of its own even without a name. */
  socket: boolean
}

const params = z.object({
  token: z.string().max(1_000).optional(),
  /** Made by the client, so that it is the same over reconnects. */
  clientId: z.string().min(8).max(100).optional(),
})

/**
 * Who calls. In token mode the bearer's name; in open mode nothing is asked, and a client is known by the id
 * that it brings, or else by its socket.
 * @returns the refusal, for each call to be answered with: what is thrown while a socket opens only closes it
 */
export function callerOf(auth: AuthConfig, credentials: Credentials): Caller | TalkError {
  const brought = params.safeParse(credentials.connectionParams ?? {})
  if (!brought.success) return new TalkError('badInput', 'connectionParams take {token, clientId}.')
  const { token, clientId } = brought.data
  if (auth.mode === 'open') {
    if (clientId !== undefined) return { id: `client:${clientId}`, lasting: true, scope: {} }
    return { id: credentials.socket ? `socket:${randomUUID()}` : undefined, lasting: false, scope: {} }
  }
  const bearer =
    token ?? bearerToken(credentials.authorization) ?? credentials.tokenInUrl ?? credentials.tokenInCookie
  const name = bearer === undefined ? undefined : auth.tokens.get(bearer)
  if (name === undefined) {
    const message =
      'A valid token is needed here, as Authorization: Bearer. Whoever runs this server gives them out.'
    return new TalkError('notSignedIn', message)
  }
  return { id: `user:${name}`, lasting: true, scope: { owner: name } }
}

function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
}
