import { createHmac } from 'node:crypto'
import type { IceServer } from '../../shared/ice.ts'
import type { IceConfig } from '../config.ts'

// Longer than the longest talk that the default settings allow, with room for a restart near its end.
const TURN_CREDENTIAL_TTL_S = 3 * 3600

/**
 * The ICE servers for one user, with TURN credentials made afresh: the shared-secret scheme of
 * draft-uberti-behave-turn-rest, which coturn and the TURN services speak. The username is
 * `<expiry in Unix seconds>:<user>`, the credential its HMAC-SHA1 under the secret, in base64.
 */
export function iceServersFor(ice: IceConfig, user: string, now: Date): IceServer[] {
  const servers = [...ice.iceServers]
  if (ice.turn) {
    const username = `${Math.floor(now.getTime() / 1000) + TURN_CREDENTIAL_TTL_S}:${user}`
    const credential = createHmac('sha1', ice.turn.secret).update(username).digest('base64')
    servers.push({ urls: ice.turn.urls, username, credential })
  }
  return servers
}
