import { z } from 'zod'
import { MAX_CANDIDATE_CHARS, MAX_SDP_CHARS } from './limits.ts'

/** W3C `RTCIceCandidateInit`; a null candidate, handled beside it, marks the end of candidates (RFC 8838). */
export interface IceCandidateInit {
  candidate: string
  sdpMid?: string
  sdpMLineIndex?: number
  usernameFragment?: string
}

/** Browsers send null where they have nothing to say; here such a field is left out. */
export const iceCandidateInit = z
  .object({
    candidate: z.string().max(MAX_CANDIDATE_CHARS),
    sdpMid: z.string().max(64).nullish(),
    sdpMLineIndex: z.int().min(0).max(255).nullish(),
    usernameFragment: z.string().max(256).nullish(),
  })
  .transform(
    ({ candidate, sdpMid, sdpMLineIndex, usernameFragment }): IceCandidateInit => ({
      candidate,
      ...(sdpMid == null ? {} : { sdpMid }),
      ...(sdpMLineIndex == null ? {} : { sdpMLineIndex }),
      ...(usernameFragment == null ? {} : { usernameFragment }),
    }),
  )

/** W3C `RTCIceServer`. */
export const iceServer = z.object({
  urls: z.union([z.string(), z.array(z.string()).min(1)]),
  username: z.string().exactOptional(),
  credential: z.string().exactOptional(),
})
export type IceServer = z.infer<typeof iceServer>

export const sessionOffer = z.object({ type: z.literal('offer'), sdp: z.string().min(1).max(MAX_SDP_CHARS) })
export type SessionOffer = z.infer<typeof sessionOffer>
