import { z } from 'zod'

/** How the voices got through, seen from the server. Counts are of the whole talk, in packets of 20 ms or so. */
export const mediaStats = z.object({
  packetsReceived: z.int(),
  packetsLost: z.int(),
  packetsSent: z.int(),
  /** Of the packets that did not come in time: rebuilt from the next one, guessed, left silent. */
  fecRecovered: z.int().optional(),
  concealed: z.int().optional(),
  silenced: z.int().optional(),
  /** Packets that came too late, or twice. */
  late: z.int().optional(),
  duplicates: z.int().optional(),
  /** How unevenly packets come (RFC 3550 section 6.4.1), and how long they are held for it on average. */
  jitterMs: z.number().optional(),
  bufferDelayMs: z.number().optional(),
  /** How often the partner's voice ran dry in mid-turn, for it was not made in time. */
  underruns: z.int().optional(),
})
export type MediaStats = z.infer<typeof mediaStats>
