import { isIP } from 'node:net'
import { z } from 'zod'
import { iceServer } from '../shared/ice.ts'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const list = z
  .string()
  .transform((text) => text.split(',').flatMap((item) => item.trim() || []))
  .pipe(z.array(z.string()))

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(
      z
        .int(`must be from ${min} to ${max}`)
        .min(min, `must be from ${min} to ${max}`)
        .max(max, `must be from ${min} to ${max}`),
    )

/** What a browser takes: any other scheme, or a relay without credentials, has `RTCPeerConnection` throw. */
const usableIceServer = iceServer.refine(({ urls, username, credential }) =>
  [urls].flat().every((url) => {
    if (/^stuns?:./.test(url)) return true
    return /^turns?:./.test(url) && username !== undefined && credential !== undefined
  }),
)

const iceServers = z.string().transform((text, context) => {
  const servers = z.array(usableIceServer).safeParse(parsedJson(text))
  if (servers.success) return servers.data
  context.addIssue({
    code: 'custom',
    message:
      'must be a JSON list as in RTCConfiguration.iceServers, such as [{"urls":"stun:stun.example.org"}]; a turn: or turns: server needs username and credential as well',
  })
  return z.NEVER
})

/** Undefined where it is no JSON. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const portRange = z
  .string()
  .regex(/^\d+-\d+$/, 'must look like 40000-40100')
  .transform((text): [number, number] => {
    const [from = 0, to = 0] = text.split('-').map(Number)
    return [from, to]
  })
  .refine(([from, to]) => from >= 1024 && to <= 65_535 && from < to, 'must rise, between 1024 and 65535')

const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  message: 'must be origins such as https://example.org, without a path',
})

const tokens = z.string().transform((text, context) => {
  const names = new Map<string, string>()
  for (const pair of text.split(',')) {
    const at = pair.indexOf(':')
    const name = pair.slice(0, at).trim()
    const token = pair.slice(at + 1).trim()
    if (at < 1 || token.length < 8 || names.has(token)) {
      context.addIssue({
        code: 'custom',
        message: 'must be name:token pairs, separated by commas, each token once and of 8 characters or more',
      })
      return z.NEVER
    }
    names.set(token, name)
  }
  return names
})

/** Every setting by its name: how it is written, and its default. */
const environment = z.object({
  PORT: wholeNumber(0, 65_535).default(5000),
  HOST: z.string().default('127.0.0.1'),
  GEMINI_API_KEY: z.string().optional(),
  GOOGLE_GENAI_USE_VERTEXAI: z
    .string()
    // Google's own examples write TRUE.
    .toLowerCase()
    .pipe(z.enum(['true', 'false', '1', '0'], 'must be true or false'))
    .transform((text) => text === 'true' || text === '1')
    .default(false),
  GOOGLE_CLOUD_PROJECT: z.string().optional(),
  GOOGLE_CLOUD_LOCATION: z.string().optional(),
  GEMINI_BASE_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  GEMINI_LIVE_MODEL: z.string().default('gemini-3.8-live'),
  GEMINI_FEEDBACK_MODEL: z.string().default('gemini-3.8-flash'),
  PARTNER: z.enum(['auto', 'gemini', 'built-in'], 'must be auto, gemini or built-in').default('auto'),
  GCS_BUCKET_NAME: z
    .string()
    // https://cloud.google.com/storage/docs/buckets#naming
    .regex(/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/, 'must be the name of a bucket, without gs://')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres URL' }).optional(),
  ICE_SERVERS: iceServers.default([]),
  TURN_URLS: list.pipe(z.array(z.string().regex(/^turns?:/, 'must be turn: or turns: URLs'))).optional(),
  TURN_SECRET: z.string().optional(),
  ICE_TRANSPORT_POLICY: z.enum(['all', 'relay'], 'must be all or relay').default('all'),
  ICE_PORT_RANGE: portRange.optional(),
  PUBLIC_IPS: list
    .pipe(z.array(z.string().refine((text) => isIP(text) > 0, 'must be IP addresses')))
    .default([]),
  AUTH_MODE: z.enum(['open', 'token', 'oidc'], 'must be open, token or oidc').optional(),
  AUTH_TOKENS: tokens.optional(),
  OIDC_ISSUER: z.string().optional(),
  OIDC_AUDIENCE: z.string().optional(),
  ALLOWED_ORIGINS: list.pipe(z.array(origin)).default([]),
  MAX_TALKS: wholeNumber(1, 10_000).optional(),
  MAX_TALK_MINUTES: wholeNumber(1, 1_440).default(30),
  MAX_TALKS_PER_USER: wholeNumber(1, 10_000).default(2),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
})
export type Environment = z.infer<typeof environment>

/**
 * Reads each setting for itself.
 * @returns `wrong`: what each setting that cannot be used must be; `settings`: the others, as if those had not been given
 */
export function readEnvironment(given: Readonly<Record<string, string | undefined>>): {
  settings: Environment
  wrong: { name: string; message: string }[]
} {
  const parsed = environment.safeParse(given)
  if (parsed.success) return { settings: parsed.data, wrong: [] }
  const wrong = parsed.error.issues.map(({ path, message }) => ({ name: String(path[0]), message }))
  const names = new Set(wrong.map(({ name }) => name))
  const right = Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name)))
  return { settings: environment.parse(right), wrong }
}
