/** Which web pages may open sockets and post: our own, and those that the settings name. */
export interface OriginPolicy {
  allowedOrigins: readonly string[]
  /** The server listens on loopback alone. */
  loopbackOnly: boolean
}

/**
 * Browsers send `Origin` with every WebSocket and every post, and no page can forge it; programs send none and
 * are let through, for the check protects people's browsers, not the server. On a server that listens on
 * loopback alone, "same origin" must be loopback by name as well: else a page whose name was made to point to
 * 127.0.0.1 (DNS rebinding) would pass for our own.
 */
export function isOriginAllowed(
  origin: string | undefined,
  host: string | undefined,
  policy: OriginPolicy,
): boolean {
  if (origin === undefined) return true
  if (policy.allowedOrigins.includes(origin)) return true
  if (!URL.canParse(origin)) return false
  const { host: originHost, hostname } = new URL(origin)
  if (originHost !== host) return false
  return !policy.loopbackOnly || isLoopbackName(hostname)
}

function isLoopbackName(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
