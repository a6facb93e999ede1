import { LiveError, type LiveRefusal } from './live-model.ts'

/**
 * The service's words for what trying again will not mend. It gives its reason in the text, and the code says
 * little: 1007, 1008 and 1011 stand for a wrong key as well as for a passing fault. The first that fits counts.
 */
const REFUSALS: readonly [RegExp, LiveRefusal][] = [
  [
    /api key|unauthenticated|invalid authentication|access token|could not load the default credentials/i,
    'key',
  ],
  // Its words name billing as well.
  [/quota|resource.?exhausted|too many requests|unexpected server response: 429/i, 'quota'],
  [/billing|payment/i, 'billing'],
  [/safety|prohibited content|blocked/i, 'safety'],
  [/location is not supported/i, 'location'],
  [/is not found for api version|not supported for bidi|publisher model/i, 'model'],
  [/permission|unexpected server response: 403/i, 'permission'],
  [/unexpected server response: 401/i, 'key'],
  [/unexpected server response: (400|404)|not found|invalid argument|invalid json payload/i, 'settings'],
]

/** What a refusal is about, from the words that came with it; undefined: it is none, and trying again may help. */
export function refusalOf(words: string): LiveRefusal | undefined {
  return REFUSALS.find(([pattern]) => pattern.test(words))?.[1]
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
  const refusal = refusalOf(words)
  const message = scrub(words, options.secrets)
  if (refusal) return new LiveError('refused', message, { refusal })
  return new LiveError(options.connected ? 'lost' : 'unreachable', message)
}
