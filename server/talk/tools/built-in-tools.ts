import type { ToolOutcome } from './tool-box.ts'

/** @param args as the scenario declares them */
export type ToolHandler = (
  args: Record<string, unknown>,
  signal: AbortSignal,
) => ToolOutcome | Promise<ToolOutcome>

/**
 * - `book_appointment`: the two have agreed on a date. There is no calendar behind it: that it was called, and with
 *   what, is the talk's outcome, known for certain.
 * - `end_talk`: the partner has said goodbye and hangs up.
 */
export const builtInTools: ReadonlyMap<string, ToolHandler> = new Map<string, ToolHandler>([
  ['book_appointment', (args) => ({ ok: true, result: { booked: args } })],
  ['end_talk', () => ({ ok: true, result: { ending: true }, endsTalk: true })],
])
