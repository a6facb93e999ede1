import packageJson from '../../package.json' with { type: 'json' }
import type { ServerInfo } from '../../shared/server-info.ts'
import type { Config } from '../config.ts'

export function serverInfo({ partner, limits, ice }: Config): ServerInfo {
  return {
    version: packageJson.version,
    partner: partner.kind,
    models: { live: partner.liveModel, feedback: partner.feedbackModel },
    iceTransportPolicy: ice.transportPolicy,
    limits: {
      maxTalks: limits.maxTalks,
      maxTalksPerUser: limits.maxTalksPerUser,
      maxTalkMinutes: limits.maxTalkMs / 60_000,
    },
    may: { talk: true, say: true, feedback: true, editScenarios: true },
  }
}
