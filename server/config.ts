import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { type IceServer, iceServer } from '../shared/ice.ts'

/** Everything that can be set from outside, checked and typed. Made once, by `loadConfig`. */
export interface Config {
  listen: { host: string; port: number }
  partner: PartnerConfig
  ice: IceConfig
  auth: AuthConfig
  /** Origins that may open sockets and post, besides the server's own. */
  allowedOrigins: readonly string[]
  limits: { maxTalks: number; maxTalkMs: number; maxTalksPerUser: number }
  storage: StorageConfig
  logLevel: LogLevel
}

export interface StorageConfig {
  /** The embedded database, recordings that are under way, and the archive where there is no bucket. */
  dataDir: string
  /** A PostgreSQL instead of the embedded database. */
  databaseUrl?: string
  /** A bucket of Google Cloud Storage instead of the archive in `dataDir`. */
  bucketName?: string
}

export type PartnerConfig =
  | { kind: 'built-in'; liveModel: string; feedbackModel: string }
  | {
      kind: 'gemini'
      credentials: GeminiCredentials
      baseUrl?: string
      liveModel: string
      feedbackModel: string
    }

export type GeminiCredentials =
  | { kind: 'apiKey'; apiKey: string }
  | { kind: 'vertex'; project: string; location: string }

export interface IceConfig {
  iceServers: readonly IceServer[]
  /** TURN with short-lived credentials made from a shared secret. */
  turn?: { urls: string[]; secret: string }
  transportPolicy: 'all' | 'relay'
  portRange?: [number, number]
  publicIps: readonly string[]
}

export type AuthConfig =
  | { mode: 'open' }
  /** Token to the name of its bearer. */
  | { mode: 'token'; tokens: ReadonlyMap<string, string> }

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** One message that lists every problem of the environment. Values are not repeated: they may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

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

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown // whatever it is, the schema that this is piped into decides
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' })
    return z.NEVER
  }
})

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

// 25 talks keep one core's event loop at about half load; more than 50 do not help while one thread runs all.
const defaultMaxTalks = () => Math.min(50, 25 * availableParallelism())

const environment = z.object({
  PORT: wholeNumber(0, 65_535).default(5000),
  HOST: z.string().default('127.0.0.1'),
  GEMINI_API_KEY: z.string().optional(),
  GOOGLE_GENAI_USE_VERTEXAI: z
    .enum(['true', 'false', '1', '0'], 'must be true or false')
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
  ICE_SERVERS: json
    .pipe(z.array(iceServer, 'must be a JSON list as in RTCConfiguration.iceServers'))
    .default([]),
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
type Environment = z.infer<typeof environment>

/**
 * Reads the settings that contract names; the only reader of setting names. An empty value counts as none,
 * which is how compose files and CI pass on what is not set.
 * @throws ConfigError with every problem at once
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`))
  }
  const settings = parsed.data
  const problems: string[] = []
  const partner = partnerConfig(settings, problems)
  const auth = authConfig(settings, problems)
  if (settings.TURN_URLS && !settings.TURN_SECRET) problems.push('TURN_URLS needs TURN_SECRET beside it')
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    listen: { host: settings.HOST, port: settings.PORT },
    partner,
    ice: {
      iceServers: settings.ICE_SERVERS,
      ...(settings.TURN_URLS && settings.TURN_SECRET
        ? { turn: { urls: settings.TURN_URLS, secret: settings.TURN_SECRET } }
        : {}),
      transportPolicy: settings.ICE_TRANSPORT_POLICY,
      ...(settings.ICE_PORT_RANGE ? { portRange: settings.ICE_PORT_RANGE } : {}),
      publicIps: settings.PUBLIC_IPS,
    },
    auth,
    allowedOrigins: settings.ALLOWED_ORIGINS,
    limits: {
      maxTalks: settings.MAX_TALKS ?? defaultMaxTalks(),
      maxTalkMs: settings.MAX_TALK_MINUTES * 60_000,
      maxTalksPerUser: settings.MAX_TALKS_PER_USER,
    },
    storage: {
      dataDir: settings.DATA_DIR,
      ...(settings.DATABASE_URL ? { databaseUrl: settings.DATABASE_URL } : {}),
      ...(settings.GCS_BUCKET_NAME ? { bucketName: settings.GCS_BUCKET_NAME } : {}),
    },
    logLevel: settings.LOG_LEVEL,
  }
}

function partnerConfig(settings: Environment, problems: string[]): PartnerConfig {
  const models = { liveModel: settings.GEMINI_LIVE_MODEL, feedbackModel: settings.GEMINI_FEEDBACK_MODEL }
  const builtIn: PartnerConfig = { kind: 'built-in', ...models }
  if (settings.PARTNER === 'built-in') return builtIn
  const credentials = geminiCredentials(settings, problems)
  if (!credentials) {
    if (settings.PARTNER === 'gemini') {
      problems.push(
        'PARTNER=gemini needs GEMINI_API_KEY, or GOOGLE_GENAI_USE_VERTEXAI with a project and location',
      )
    }
    return builtIn
  }
  return {
    kind: 'gemini',
    credentials,
    ...(settings.GEMINI_BASE_URL ? { baseUrl: settings.GEMINI_BASE_URL } : {}),
    ...models,
  }
}

function geminiCredentials(settings: Environment, problems: string[]): GeminiCredentials | undefined {
  if (settings.GOOGLE_GENAI_USE_VERTEXAI) {
    const { GOOGLE_CLOUD_PROJECT: project, GOOGLE_CLOUD_LOCATION: location } = settings
    if (project && location) return { kind: 'vertex', project, location }
    problems.push('GOOGLE_GENAI_USE_VERTEXAI needs GOOGLE_CLOUD_PROJECT and GOOGLE_CLOUD_LOCATION')
    return undefined
  }
  return settings.GEMINI_API_KEY ? { kind: 'apiKey', apiKey: settings.GEMINI_API_KEY } : undefined
}

function authConfig(settings: Environment, problems: string[]): AuthConfig {
  switch (settings.AUTH_MODE) {
    case 'token':
      if (!settings.AUTH_TOKENS)
        problems.push('AUTH_MODE=token needs AUTH_TOKENS, a list of name:token pairs')
      return { mode: 'token', tokens: settings.AUTH_TOKENS ?? new Map() }
    case 'oidc':
      problems.push('AUTH_MODE=oidc is not built yet: use token, or open behind a proxy that signs people in')
      return { mode: 'open' }
    case 'open':
      return { mode: 'open' }
    case undefined:
      if (!isLoopbackHost(settings.HOST)) {
        problems.push(
          'HOST listens beyond this machine and AUTH_MODE is not set: choose AUTH_MODE=token with AUTH_TOKENS, or AUTH_MODE=open to let everyone in',
        )
      }
      return { mode: 'open' }
  }
}

/** Whether a server listening there is reached from its own machine alone. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}
