import { z } from 'zod'
import type { ToolDeclaration } from '../../../shared/scenario.ts'
import { builtInTools, type ToolHandler } from './built-in-tools.ts'
import { argumentsSchema } from './tool-arguments.ts'
import type { ToolBox, ToolOutcome } from './tool-box.ts'

/**
 * The functions that a scenario declares. Those that are built in do something; of any other one, a user's own, the
 * use alone is kept.
 */
export class ScenarioToolBox implements ToolBox {
  readonly #tools: ReadonlyMap<string, ToolDeclaration>
  readonly #handlers: ReadonlyMap<string, ToolHandler>

  constructor(options: { tools: readonly ToolDeclaration[]; handlers?: ReadonlyMap<string, ToolHandler> }) {
    this.#tools = new Map(options.tools.map((tool) => [tool.name, tool]))
    this.#handlers = options.handlers ?? builtInTools
  }

  async call(name: string, args: Record<string, unknown>, signal: AbortSignal): Promise<ToolOutcome> {
    const tool = this.#tools.get(name)
    if (!tool) return { ok: false, error: 'There is no such function.' }
    const parsed = argumentsSchema(tool).safeParse(args)
    if (!parsed.success) return { ok: false, error: z.prettifyError(parsed.error) }
    const handler = this.#handlers.get(name)
    return handler ? handler(parsed.data, signal) : { ok: true, result: { done: true } }
  }
}
