import type { z } from 'zod'

/** What is kept as JSON: to read, and a date as ISO 8601 (RFC 3339). */
export function formatStored(value: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
}

/**
 * Reads it back: where the schema has a date and the JSON a text, the text is one.
 * @throws when it is no JSON, or not of this shape
 */
export function parseStored<Schema extends z.ZodType>(schema: Schema, bytes: Buffer): z.infer<Schema> {
  const value: unknown = JSON.parse(bytes.toString())
  const first = schema.safeParse(value)
  if (first.success) return first.data
  for (const issue of first.error.issues)
    if (issue.code === 'invalid_type' && issue.expected === 'date') makeDate(value, issue.path)
  return schema.parse(value)
}

/** In place, in what was just parsed. */
function makeDate(value: unknown, path: readonly PropertyKey[]): void {
  const [key, ...rest] = path
  if (key === undefined || !isObject(value)) return
  const text = value[key]
  if (rest.length > 0) makeDate(text, rest)
  else if (typeof text === 'string') value[key] = new Date(text)
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null
}
