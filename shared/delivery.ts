import { z } from 'zod'
import { role } from './turn.ts'

const each = <Schema extends z.ZodType>(schema: Schema) => z.object({ user: schema, partner: schema })

/**
 * How it was said, measured by code. Times are ms, shares 0 to 1. What could not be known is left out: a log of
 * words without times has neither shares nor delays, and turns without sound have no pauses.
 */
export const delivery = z.object({
  /** The best that there was to measure from: the sound of each side, the times of the turns, or words alone. */
  basis: z.enum(['audio', 'turns', 'text']),
  durationMs: z.number().optional(),
  speakingMs: each(z.number()).optional(),
  /** Of the time in which anybody spoke; the two need not make 1 where both spoke at once. */
  speakingShare: each(z.number()).optional(),
  /** Speaking time of each side in equal slices of the talk, ms in each, for a chart. The last may be shorter. */
  speakingOverTime: z
    .object({ sliceMs: z.number(), user: z.array(z.number()), partner: z.array(z.number()) })
    .optional(),
  /**
   * How fast the user spoke while speaking. Morae are counted by the kana, and by an average for each kanji;
   * `envelopePeaks` are the peaks of loudness, about one a syllable, where the text does not tell.
   */
  pace: z.object({ perMinute: z.number(), unit: z.enum(['morae', 'syllables', 'envelopePeaks']) }).optional(),
  /** Silences of the user within their own turns. */
  pauses: z.object({ count: z.int(), totalMs: z.number(), longestMs: z.number() }).optional(),
  fillers: z.object({
    count: z.int(),
    /** Of the user's speaking time. */
    perMinute: z.number().optional(),
    /** The most frequent first. */
    words: z.array(z.object({ word: z.string(), count: z.int() })),
  }),
  /** From the end of the partner's speech to the user's: in the order of the turns. Below 0: the user cut in. */
  responseDelays: z.object({
    medianMs: z.number().optional(),
    longestMs: z.number().optional(),
    turns: z.array(z.object({ turnId: z.string(), delayMs: z.number() })),
  }),
  longestMonologue: z.object({ role, startMs: z.number(), durationMs: z.number() }).optional(),
  /** How often each side cut the other short. */
  interruptions: z.object({ byUser: z.int(), byPartner: z.int() }).optional(),
})
export type Delivery = z.infer<typeof delivery>
