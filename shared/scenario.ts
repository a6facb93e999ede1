import { z } from 'zod'
import { MAX_ID_CHARS, MAX_TEXT_CHARS } from './limits.ts'

export const locale = z.enum(['ja-JP', 'en-US'])
export type Locale = z.infer<typeof locale>

/** One thing that the coach judges; weights of a rubric need not sum to anything. */
export const criterion = z.object({
  key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/),
  label: z.string().max(120),
  weight: z.number().positive().max(100),
  /** What good looks like. */
  good: z.string().max(600),
})
export type Criterion = z.infer<typeof criterion>

/** A role-play: who the partner is, what the user wants, how it begins and by what it is judged. */
export const scenario = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/)
    .max(MAX_ID_CHARS),
  /** The language of the talk and of every text below. */
  locale,
  title: z.string().max(120),
  difficulty: z.enum(['easy', 'medium', 'hard']),
  /** How long a good talk takes. */
  minutes: z.int().min(1).max(60),
  partner: z.object({
    name: z.string().max(60),
    /** Shown to the user: age, position, firm. */
    role: z.string().max(200),
    /** Told to the model alone: character, mood, hidden wishes, what wins them, how they talk. */
    persona: z.string().max(MAX_TEXT_CHARS),
  }),
  situation: z.string().max(600),
  /** What the user wants to reach. */
  goal: z.string().max(300),
  /** A Gemini prebuilt voice. */
  voice: z.string().max(40),
  /** Who speaks first, and with what: the partner's own words, or a suggestion for the user's. */
  opening: z.object({ by: z.enum(['user', 'partner']), text: z.string().max(300) }),
  /**
   * How the user interrupts the partner. `guarded` (the default): a nod such as "yes" or "uh-huh" and the partner's
   * own echo do not; `open`: whatever the model takes for an interruption is one.
   */
  bargeIn: z.enum(['guarded', 'open']).exactOptional(),
  rubric: z.array(criterion).min(1).max(12),
})
export type Scenario = z.infer<typeof scenario>

/** What `scenario.list` shows: the persona stays with the server, for knowing it would spoil the practice. */
export const scenarioView = scenario.extend({ partner: scenario.shape.partner.omit({ persona: true }) })
export type ScenarioView = z.infer<typeof scenarioView>
