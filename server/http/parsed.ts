import { z } from 'zod'
import { TalkError } from '../errors.ts'

/**
 * What a request brings, checked.
 * @throws TalkError badInput
 */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new TalkError('badInput', z.prettifyError(result.error))
}
