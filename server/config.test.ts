import { describe, expect, it } from 'vitest'
import { ConfigError, loadConfig } from './config.ts'

const problemsOf = (env: Record<string, string>) => {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('the settings', () => {
  it('let a laptop without any start on loopback with the built-in partner', () => {
    expect(loadConfig({})).toMatchObject({
      listen: { host: '127.0.0.1', port: 5000 },
      partner: { kind: 'built-in', liveModel: 'gemini-3.8-live' },
      auth: { mode: 'open' },
      limits: { maxTalkMs: 30 * 60_000, maxTalksPerUser: 2 },
      logLevel: 'info',
    })
  })

  it('choose Gemini as soon as there is a key, unless the built-in partner is asked for', () => {
    expect(loadConfig({ GEMINI_API_KEY: 'k' }).partner).toMatchObject({
      kind: 'gemini',
      credentials: { kind: 'apiKey', apiKey: 'k' },
    })
    expect(loadConfig({ GEMINI_API_KEY: 'k', PARTNER: 'built-in' }).partner.kind).toBe('built-in')
  })

  it('choose Vertex AI by the names of its own', () => {
    const env = {
      GOOGLE_GENAI_USE_VERTEXAI: 'TRUE',
      GOOGLE_CLOUD_PROJECT: 'p',
      GOOGLE_CLOUD_LOCATION: 'asia-northeast1',
    }
    expect(loadConfig(env).partner).toMatchObject({
      credentials: { kind: 'vertex', project: 'p', location: 'asia-northeast1' },
    })
  })

  it('take an empty value for none', () => {
    expect(loadConfig({ GEMINI_API_KEY: '', PORT: '' })).toMatchObject({
      listen: { port: 5000 },
      partner: { kind: 'built-in' },
    })
  })

  it('name every problem in one message', () => {
    const problems = problemsOf({ PORT: 'abc', MAX_TALKS: '0', ICE_SERVERS: '{', LOG_LEVEL: 'loud' })
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'ICE_SERVERS',
      'MAX_TALKS',
      'LOG_LEVEL',
    ])
  })

  it('name what does not fit together beside what is wrong by itself', () => {
    const env = { PORT: 'abc', HOST: '0.0.0.0', PARTNER: 'gemini', TURN_URLS: 'turn:turn.example.org' }
    const problems = problemsOf(env).join('\n')
    for (const name of ['PORT', 'AUTH_MODE', 'GEMINI_API_KEY', 'TURN_SECRET'])
      expect(problems).toContain(name)
  })

  it('name a wrong value once, and not again for what it leaves missing', () => {
    expect(problemsOf({ AUTH_MODE: 'token', AUTH_TOKENS: 'no-colon' })).toHaveLength(1)
    expect(problemsOf({ AUTH_MODE: 'basic', HOST: '0.0.0.0' })).toHaveLength(1)
  })

  it('take ICE servers as a browser does', () => {
    const servers = [
      { urls: ['stun:a.example.org', 'stuns:a.example.org:5349'] },
      { urls: 'turn:b.example.org?transport=udp', username: 'u', credential: 'c' },
    ]
    expect(loadConfig({ ICE_SERVERS: JSON.stringify(servers) }).ice.iceServers).toEqual(servers)
  })

  it.each([
    [{ PARTNER: 'gemini' }, /GEMINI_API_KEY/],
    [{ GOOGLE_GENAI_USE_VERTEXAI: 'true' }, /GOOGLE_CLOUD_PROJECT/],
    [{ HOST: '0.0.0.0' }, /AUTH_MODE/],
    [{ AUTH_MODE: 'token' }, /AUTH_TOKENS/],
    [{ AUTH_MODE: 'token', AUTH_TOKENS: 'no-colon' }, /AUTH_TOKENS/],
    [{ TURN_URLS: 'turn:turn.example.org' }, /TURN_SECRET/],
    [{ TURN_URLS: 'http://x', TURN_SECRET: 's' }, /TURN_URLS/],
    [{ ICE_PORT_RANGE: '50000-40000' }, /ICE_PORT_RANGE/],
    [{ PUBLIC_IPS: '1.2.3.4,nonsense' }, /PUBLIC_IPS/],
    [{ ALLOWED_ORIGINS: 'https://example.org/path' }, /ALLOWED_ORIGINS/],
    [{ GEMINI_BASE_URL: 'ftp://example.org' }, /GEMINI_BASE_URL/],
    [{ DATABASE_URL: 'mysql://localhost/x' }, /DATABASE_URL/],
    [{ ICE_SERVERS: 'stun:stun.example.org' }, /ICE_SERVERS must be a JSON list/],
    [{ ICE_SERVERS: '[{"url":"stun:stun.example.org"}]' }, /ICE_SERVERS must be a JSON list/],
    [{ ICE_SERVERS: '[{"urls":"https://stun.example.org"}]' }, /ICE_SERVERS must be a JSON list/],
    [{ ICE_SERVERS: '[{"urls":"turn:turn.example.org"}]' }, /needs username and credential/],
  ])('refuse %o', (env, expected) => {
    expect(problemsOf(env).join('\n')).toMatch(expected)
  })

  it('never repeat a value in a problem, for it may be a secret', () => {
    const env = { AUTH_MODE: 'token', AUTH_TOKENS: 'hush-hush', DATABASE_URL: 'mysql://u:hush-hush@h/x' }
    expect(problemsOf(env).join('\n')).not.toContain('hush-hush')
  })
})
