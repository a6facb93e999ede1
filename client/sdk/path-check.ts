import type { IceServer } from '../../shared/ice.ts'
import type { TalkApi } from './talk-api.ts'

/** Host addresses come at once, STUN and TURN servers answer within a few hundred ms or not at all. */
const CHECK_TIMEOUT_MS = 1_500

/**
 * The best way that a call's sound could take from here, as far as that can be known before it: `direct` and
 * `relay` are WebRTC, without and with a TURN server; `socket` is the WebSocket; `none` is no way at all.
 */
export type LikelyPath = 'direct' | 'relay' | 'socket' | 'none'

export interface PathCheckOptions {
  client: Pick<TalkApi, 'server' | 'mediaSocketUrl'>
  /** Whether the server takes sound through TURN alone. */
  relayOnly?: boolean
  /** Stops looking; what was found until then is given. */
  signal: AbortSignal
}

/**
 * Looks which ways there are, without a microphone and without a talk: gathers ICE candidates as a call would, and
 * knocks at the WebSocket. Takes 1.5 s at most, leaves nothing open and never rejects.
 */
export async function checkPath({
  client,
  relayOnly = false,
  signal,
}: PathCheckOptions): Promise<LikelyPath> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(CHECK_TIMEOUT_MS)])
  const [types, socket] = await Promise.all([gatherTypes(client, over), knock(client, over)])
  return likelyPath({ types, socket, relayOnly })
}

/** @param types of the candidates that were found (W3C `RTCIceCandidateType`) */
export function likelyPath(found: {
  types: ReadonlySet<string>
  socket: boolean
  relayOnly: boolean
}): LikelyPath {
  const { types, socket, relayOnly } = found
  if (!relayOnly && (types.has('host') || types.has('srflx'))) return 'direct'
  if (types.has('relay')) return 'relay'
  return socket ? 'socket' : 'none'
}

async function gatherTypes(
  client: PathCheckOptions['client'],
  over: AbortSignal,
): Promise<ReadonlySet<string>> {
  const types = new Set<string>()
  if (typeof RTCPeerConnection !== 'function') return types
  const iceServers: readonly IceServer[] = await client.server.iceServers
    .query(undefined, { signal: over })
    .catch(() => [])
  if (over.aborted) return types
  const connection = new RTCPeerConnection({ iceServers: [...iceServers] })
  try {
    connection.addTransceiver('audio', { direction: 'recvonly' })
    const { promise: gathered, resolve } = Promise.withResolvers<void>()
    over.addEventListener('abort', () => resolve(), { once: true })
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.type) types.add(candidate.type)
      else if (!candidate) resolve()
      // Nothing better can come.
      if (types.has('srflx')) resolve()
    }
    await connection.setLocalDescription()
    await gathered
  } catch {
    // A browser that cannot even make an offer finds no address, which is the answer.
  } finally {
    connection.onicecandidate = null
    connection.close()
  }
  return types
}

/** Asks for a talk that cannot be: a refusal in the right words shows that nothing between us holds frames up. */
async function knock(client: PathCheckOptions['client'], over: AbortSignal): Promise<boolean> {
  const url = await client.mediaSocketUrl({ talkId: 'is-anybody-there' }).catch(() => undefined)
  if (url === undefined || over.aborted) return false
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = new WebSocket(url, 'live-talk.v1')
  socket.onmessage = () => resolve(true)
  socket.onclose = () => resolve(false)
  over.addEventListener('abort', () => resolve(false), { once: true })
  try {
    return await promise
  } finally {
    socket.onmessage = null
    socket.onclose = null
    socket.close()
  }
}
