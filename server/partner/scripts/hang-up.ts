import type { ToolUse } from '../tool-calls.ts'

/** With the last goodbye, where the scenario lets the partner end the call. */
export const hangUp: ToolUse = { name: 'end_talk', args: {}, when: 'after' }
