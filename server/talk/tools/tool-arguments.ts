import { z } from 'zod'
import type { ToolDeclaration, ToolParameter } from '../../../shared/scenario.ts'

/** What a model may fill an argument with at most; beyond it, it talks to itself. */
const MAX_ARGUMENT_CHARS = 2_000

/** The declared parameters as a schema: a model's arguments are data from outside. What is not declared is left out. */
export function argumentsSchema({ parameters }: ToolDeclaration): z.ZodType<Record<string, unknown>> {
  const required = new Set(parameters?.required)
  const fields = Object.entries(parameters?.properties ?? {}).map(([name, parameter]) => {
    const schema = parameterSchema(parameter)
    return [name, required.has(name) ? schema : schema.optional()] as const
  })
  return z.object(Object.fromEntries(fields))
}

function parameterSchema(parameter: ToolParameter): z.ZodType {
  switch (parameter.type) {
    case 'string':
      return parameter.enum ? z.enum(parameter.enum) : z.string().max(MAX_ARGUMENT_CHARS)
    case 'integer':
      return z.int()
    case 'number':
      return z.number()
    case 'boolean':
      return z.boolean()
  }
}
