import { createHash } from 'node:crypto'
import type { DialogueScript, ScriptLine } from '../../server/partner/dialogue-script.ts'
import { type Voice, voiceFor } from './voice-casting.ts'

/** Raised when rendering itself changes, so that every line is rendered anew. */
const RECIPE = 2

/** A recording that there has to be. */
export interface PlannedRecording {
  scriptId: string
  lineId: string
  spoken: string
  voice: Voice
  /** Of all that the sound depends on. */
  hash: string
}

export function renderPlan(scripts: readonly DialogueScript[]): PlannedRecording[] {
  return scripts.flatMap((script) => script.lines.map((line) => plannedRecording(script, line)))
}

function plannedRecording(script: DialogueScript, line: ScriptLine): PlannedRecording {
  const voice = voiceFor(script.id, line.mood ?? 'calm')
  const spoken = line.spoken ?? line.text
  const hash = createHash('sha256')
    .update(JSON.stringify([RECIPE, spoken, voice]))
    .digest('hex')
    .slice(0, 16)
  return { scriptId: script.id, lineId: line.id, spoken, voice, hash }
}
