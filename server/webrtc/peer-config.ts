import { type PeerConfig, RTCRtpCodecParameters } from 'werift'
import type { IceServer } from '../../shared/ice.ts'
import type { IceConfig } from '../config.ts'
import { OPUS_CLOCK_RATE_HZ } from './rtp-packetizer.ts'

// werift holds the answer back until gathering is done, and with no answer from a STUN server that is 5 s by
// default. Local candidates are out at once; what a STUN server has to say comes within 200 ms or not at all.
const STUN_GATHER_TIMEOUT_S = 0.2
// Without any STUN server of its own werift asks Google's. The discard port on loopback keeps it at home.
const NO_STUN_SERVER: IceServer = { urls: 'stun:127.0.0.1:9' }
const NO_STUN_GATHER_TIMEOUT_S = 0.001
/**
 * What werift is told for a peer of the server's: Opus alone, with redundancy and requests for what is missing, and
 * where to look for addresses.
 * @param iceServers with this user's credentials, as `iceServersFor` makes them
 */
export function peerConfig(ice: IceConfig, iceServers: readonly IceServer[]): Partial<PeerConfig> {
  const hasStun = iceServers.some(({ urls }) => [urls].flat().some((url) => /^stuns?:/i.test(url)))
  return {
    codecs: {
      audio: [
        new RTCRtpCodecParameters({
          mimeType: 'audio/opus',
          clockRate: OPUS_CLOCK_RATE_HZ,
          channels: 2,
          parameters: 'minptime=10;useinbandfec=1',
          rtcpFeedback: [{ type: 'nack' }],
        }),
      ],
      video: [],
    },
    // werift takes the first STUN and the first TURN URL alone.
    iceServers: [...iceServers, ...(hasStun ? [] : [NO_STUN_SERVER])].flatMap((server) =>
      [server.urls].flat().map((urls) => ({ ...server, urls })),
    ),
    iceStunGatherTimeout: hasStun ? STUN_GATHER_TIMEOUT_S : NO_STUN_GATHER_TIMEOUT_S,
    iceTransportPolicy: ice.transportPolicy,
    ...(ice.portRange ? { icePortRange: ice.portRange } : {}),
    // Loopback is left out by default, but on a laptop without any network it is all there is.
    iceAdditionalHostAddresses: [...ice.publicIps, '127.0.0.1'],
  }
}
