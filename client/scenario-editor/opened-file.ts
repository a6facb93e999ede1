import { z } from 'zod'
import { type ReadFile, readScenarioFile } from './scenario-import.ts'

const handedOver = z.object({ scenarioFile: z.string().nullable() })

/** What the start page hands over with the way here: the text of a file, null for one that is too large. */
export type HandedOver = z.infer<typeof handedOver>

/** @param state of the history's entry */
export function openedFile(state: unknown): ReadFile | undefined {
  const parsed = handedOver.safeParse(state)
  return parsed.success ? readScenarioFile(parsed.data.scenarioFile) : undefined
}
