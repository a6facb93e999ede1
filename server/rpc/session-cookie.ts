const NAME = 'live_talk_session'

/** A month: what a person means who lets a machine of their own stay signed in. */
const KEPT_S = 30 * 24 * 3_600

/** The token in a request's `Cookie` header (RFC 6265 section 4.2), where a page has signed in. */
export function tokenInCookie(header: string | undefined): string | undefined {
  const value = header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${NAME}=`))
    ?.slice(NAME.length + 1)
  try {
    return value ? decodeURIComponent(value) : undefined
  } catch {
    // Not of our making.
    return undefined
  }
}

export interface SessionCookieOptions {
  /** Undefined takes it away. */
  token: string | undefined
  /** Whether it outlives the browser. */
  keep: boolean
  /** Whether the page came over HTTPS. */
  secure: boolean
}

/** `Set-Cookie`: no script can read it, and no other site's page can have it sent (RFC 6265bis section 5.6). */
export function sessionCookie({ token, keep, secure }: SessionCookieOptions): string {
  return [
    `${NAME}=${token === undefined ? '' : encodeURIComponent(token)}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    ...(secure ? ['Secure'] : []),
    ...(token === undefined ? ['Max-Age=0'] : keep ? [`Max-Age=${KEPT_S}`] : []),
  ].join('; ')
}
