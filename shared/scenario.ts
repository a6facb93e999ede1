import { z } from 'zod'
import { MAX_ID_CHARS, MAX_TEXT_CHARS } from './limits.ts'

/** More than that nobody keeps in mind while talking. */
export const MAX_CRITERIA = 12

export const locale = z.enum(['ja-JP', 'en-US'])
export type Locale = z.infer<typeof locale>

const criterionText = z.object({
  label: z.string().max(120),
  /** What good looks like. */
  good: z.string().max(600),
})

/** One thing that the coach judges, in the talk's language; weights of a rubric need not sum to anything. */
export const criterion = criterionText.extend({
  key: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/),
  weight: z.number().positive().max(100),
  /** The same in other languages, for a page that is in one of them. */
  translations: z.partialRecord(locale, criterionText).exactOptional(),
})
export type Criterion = z.infer<typeof criterion>

const toolParameter = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('string'),
    description: z.string().max(300).exactOptional(),
    enum: z.array(z.string().max(100)).min(1).max(30).exactOptional(),
  }),
  z.object({
    type: z.enum(['integer', 'number', 'boolean']),
    description: z.string().max(300).exactOptional(),
  }),
])
export type ToolParameter = z.infer<typeof toolParameter>

/**
 * A function that the partner's model may call. The parameters are the part of JSON Schema that the Live API is
 * known to take: an unknown key would end the talk before it begins, so whatever else is given is left out.
 */
export const toolDeclaration = z.object({
  name: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,62}$/),
  /** Told to the model: what it does, and when to call it. */
  description: z.string().max(600),
  parameters: z
    .object({
      type: z.literal('object'),
      properties: z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,62}$/), toolParameter),
      required: z.array(z.string()).exactOptional(),
    })
    .exactOptional(),
})
export type ToolDeclaration = z.infer<typeof toolDeclaration>

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
  /** Functions that the partner may call; those that the server knows do something (`server/talk/tools/`). */
  tools: z.array(toolDeclaration).max(8).exactOptional(),
  rubric: z.array(criterion).min(1).max(MAX_CRITERIA),
})
export type Scenario = z.infer<typeof scenario>

/** A text of a scenario that somebody has to have written: spaces alone are none. */
const written = (text: z.ZodString) => text.trim().min(1)
const { partner, opening, rubric } = scenario.shape

/**
 * What `scenario.save` takes, which is stricter than what is kept: a partner can only play what is there, and a coach
 * judges each criterion by its key.
 */
export const writtenScenario = scenario.extend({
  title: written(scenario.shape.title),
  partner: partner.extend({
    name: written(partner.shape.name),
    role: written(partner.shape.role),
    persona: written(partner.shape.persona),
  }),
  situation: written(scenario.shape.situation),
  goal: written(scenario.shape.goal),
  voice: written(scenario.shape.voice),
  opening: opening.extend({ text: written(opening.shape.text) }),
  rubric: rubric.element
    .extend({ label: written(criterion.shape.label), good: written(criterion.shape.good) })
    .array()
    .min(1)
    .max(MAX_CRITERIA)
    .refine((criteria) => new Set(criteria.map(({ key }) => key)).size === criteria.length, {
      error: 'Each criterion needs a key of its own.',
    }),
})

/**
 * What `scenario.list` shows: the persona stays with the server, for knowing it would spoil the practice, unless the
 * user wrote it.
 */
export const scenarioView = scenario.extend({
  partner: scenario.shape.partner.partial({ persona: true }),
  /** Written by a user: may be changed and removed. */
  isOwn: z.boolean(),
})
export type ScenarioView = z.infer<typeof scenarioView>
