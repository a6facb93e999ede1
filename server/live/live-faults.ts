import { LiveError, type LiveFault } from './live-model.ts'

/**
 * The service's words for what trying again will not mend: it gives its reason in the text, and the code says
 * little (1007 and 1008 stand for both a wrong key and a passing fault).
 */
const REFUSALS = [
  /api key/i,
  /invalid argument/i,
  /invalid json payload/i,
  /not found/i,
  /not supported/i,
  /permission/i,
  /unauthenticated/i,
  /location is not supported/i,
  /unexpected server response: (400|401|403|404)/i,
]

/** What a close or a failure to connect means, from the words that came with it. */
export function faultOf(words: string, connected: boolean): LiveFault {
  if (REFUSALS.some((refusal) => refusal.test(words))) return 'refused'
  return connected ? 'lost' : 'unreachable'
}

/** Blots every secret out of a text: a Live URL carries the key, and libraries put URLs into errors. */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text.replace(/([?&](?:key|access_token)=)[^&\s"']+/gi, '$1[redacted]')
  for (const secret of secrets) {
    if (secret) clean = clean.replaceAll(secret, '[redacted]')
  }
  return clean
}

/** A foreign error as ours. The cause is left out on purpose: it may hold the key in places we do not know. */
export function liveError(
  words: string,
  options: { connected: boolean; secrets: readonly string[] },
): LiveError {
  return new LiveError(faultOf(words, options.connected), scrub(words, options.secrets))
}
