import { availableParallelism } from 'node:os'
import type { IceServer } from '../shared/ice.ts'
import { type Environment, type LogLevel, readEnvironment } from './environment.ts'

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

/** One message that lists every problem of the environment. Values are not repeated: they may be secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

// 25 talks keep one core's event loop at about half load; more than 50 do not help while one thread runs all.
const defaultMaxTalks = () => Math.min(50, 25 * availableParallelism())

/**
 * Reads the settings that contract names; with `environment.ts` the only reader of setting names. An empty value counts
 * as none, which is how compose files and CI pass on what is not set.
 * @throws ConfigError with every problem at once
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const { settings, wrong } = readEnvironment(given)
  const unfit: string[] = []
  const partner = partnerConfig(settings, unfit)
  const auth = authConfig(settings, unfit)
  if (settings.TURN_URLS && !settings.TURN_SECRET) unfit.push('TURN_URLS needs TURN_SECRET beside it')
  // What is missing only because its own value is wrong has been named already.
  const further = unfit.filter((problem) => !wrong.some(({ name }) => problem.includes(name)))
  // Two items of a list may be wrong in the same way.
  const problems = [...new Set([...wrong.map(({ name, message }) => `${name} ${message}`), ...further])]
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
