import { z } from 'zod'
import { locale } from '../../shared/scenario.ts'

/**
 * How far the partner has come. A talk only ever moves forward through these.
 * - `guarded`: wants to know what this is about
 * - `openingUp`: tells what troubles them
 * - `objecting`: says what speaks against it
 * - `deciding`: asks what one asks who means to agree
 * - `closing`: agrees and says goodbye
 */
export const stage = z.enum(['guarded', 'openingUp', 'objecting', 'deciding', 'closing'])
export type Stage = z.infer<typeof stage>

/** Sets the tone in which a line was recorded. */
export const mood = z.enum(['calm', 'angry', 'warm', 'low'])
export type Mood = z.infer<typeof mood>

/** Something that the partner can say. */
const scriptLine = z.strictObject({
  /** Unique in its script; names the recording. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  /** As the caption shows it. */
  text: z.string().min(1).max(160),
  /** As a speech engine has to be given it, where it would misread `text`. */
  spoken: z.string().min(1).max(200).optional(),
  stages: z.array(stage).min(1),
  /**
   * What it answers; without it, anything (`any`).
   * - `opening`: nothing: the partner speaks first
   * - `first`: the first thing heard, where the partner did not speak first
   * - `grunt`, `monologue`: something very short, very long
   * - otherwise the key of a topic that was typed
   */
  on: z.array(z.string()).min(1).optional(),
  /** Without it, `calm`. */
  mood: mood.optional(),
  /** A function that it is said with, where the scenario declares such a one. */
  tool: z
    .strictObject({
      name: z.string(),
      args: z.record(z.string(), z.string()),
      /** Ahead of the words or after them. */
      when: z.enum(['before', 'after']),
    })
    .exactOptional(),
})
export type ScriptLine = z.infer<typeof scriptLine>

/** Something that a typed line can be about. */
export const topic = z.strictObject({
  key: z.string().regex(/^[a-z]+$/),
  /** In lower case and NFKC. English words are found at the beginning of a word, Japanese ones anywhere. */
  words: z.array(z.string().min(1)).min(1),
  /** In which stage it brings the talk forward, and to which. */
  leadsTo: z.partialRecord(stage, stage).optional(),
})
export type Topic = z.infer<typeof topic>

/**
 * Everything that the built-in partner can say in one role, written so that it fits whatever was said: the
 * partner cannot recognise speech. The order of the lines is the order in which they make sense; those of
 * `closing` are said in exactly this order.
 */
export const dialogueScript = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  locale,
  /** The first that matches counts. */
  topics: z.array(topic),
  lines: z.array(scriptLine).min(1),
})
export type DialogueScript = z.infer<typeof dialogueScript>
