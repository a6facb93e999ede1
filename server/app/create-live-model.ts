import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { PartnerConfig } from '../config.ts'
import { GeminiLive } from '../live/gemini-live.ts'
import { openBuiltInPartner } from '../partner/built-in-partner.ts'

/** Gemini, or the built-in partner behind the same adapter. `owner` closes what it opens. */
export async function createLiveModel({
  partner,
  clock,
  log,
  owner,
}: {
  partner: PartnerConfig
  clock: Clock
  log: Logger
  owner: AsyncDisposableStack
}): Promise<GeminiLive> {
  const live = { model: partner.liveModel, clock, log: log.child({ part: 'live' }) }
  if (partner.kind === 'gemini') {
    const { credentials, baseUrl } = partner
    return new GeminiLive({ ...live, credentials, ...(baseUrl === undefined ? {} : { baseUrl }) })
  }
  const builtIn = owner.use(await openBuiltInPartner({ clock, log: log.child({ part: 'partner' }) }))
  return new GeminiLive({
    ...live,
    credentials: { kind: 'apiKey', apiKey: 'built-in' },
    baseUrl: builtIn.baseUrl,
  })
}
