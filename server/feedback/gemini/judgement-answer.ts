import { z } from 'zod'
import { role } from '../../../shared/turn.ts'

const quote = z.object({ turnId: z.string(), quote: z.string() })
const quotes = z.array(quote)

const heardTurn = z.object({ turnId: z.string(), role, text: z.string() })
export type HeardTurn = z.infer<typeof heardTurn>

/**
 * What the model answers: small, because the service refuses schemas that are large or deep.
 * @param keys of the rubric, at least one; each is to be judged once
 */
export function judgementAnswer(keys: readonly string[]) {
  return z.object({
    /** Empty where there was no sound to hear. */
    transcript: z.array(heardTurn),
    outcome: z.object({ goalReached: z.enum(['yes', 'no', 'unclear']), comment: z.string(), quotes }),
    criteria: z
      .array(
        z.object({
          key: z.enum([...keys]),
          /** Before the score, so that the model looks for the words first. */
          quotes,
          comment: z.string(),
          score: z.int().min(0).max(100).nullable(),
        }),
      )
      .refine((criteria) => keys.every((key) => criteria.filter((each) => each.key === key).length === 1), {
        error: `must have each of these keys once: ${keys.join(', ')}`,
      }),
    strengths: z.array(z.object({ point: z.string(), quotes })),
    improvements: z.array(z.object({ point: z.string(), betterWording: z.string(), quotes })),
    summary: z.string(),
  })
}
export type JudgementAnswer = z.infer<ReturnType<typeof judgementAnswer>>

/** As `responseJsonSchema` wants it. */
export function answerJsonSchema(schema: ReturnType<typeof judgementAnswer>): Record<string, unknown> {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema)
  return jsonSchema
}
