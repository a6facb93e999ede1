import { z } from 'zod'
import { type Heard, type Hearing, hearingOf } from './dialogue-hearing.ts'
import type { DialogueScript, ScriptLine, Stage } from './dialogue-script.ts'
import type { ToolUse } from './tool-calls.ts'

/** What the partner says next. `id` names its recording in the voice library. */
export interface DialogueLine {
  id: string
  text: string
  stage: Stage
  tool?: ToolUse
}

/** Where a dialogue stands: small, plain JSON, fit for a resumption handle. */
export const dialogueState = z.strictObject({
  scriptId: z.string(),
  /** User's turns answered so far; more where a typed line has brought the talk forward. */
  turn: z.int().min(0),
  /** Lines said, the latest last. */
  said: z.array(z.string()),
})
export type DialogueState = z.infer<typeof dialogueState>

/**
 * The user's turn that a stage begins with, in the order of the stages. With about seven seconds a turn for both
 * sides together, three minutes are 25 turns: the last seven of them are for agreeing and saying goodbye.
 */
const FIRST_TURN: Record<Stage, number> = {
  guarded: 1,
  openingUp: 4,
  objecting: 8,
  deciding: 12,
  closing: 19,
}

/** Lines stand in a sensible order; picking among the next few keeps it and still makes each talk different. */
const PICK_AMONG = 3

export interface DialogueOptions {
  script: DialogueScript
  /** From 0 up to 1, as `Math.random`, which is the default. The same numbers give the same talk. */
  random?: () => number
}

/**
 * The built-in partner's side of a talk: pure, with no timer and no sound. It never goes back a stage, and says
 * no line twice before it has said all that would fit; when the goodbye is reached, only the last line is left.
 */
export class Dialogue {
  readonly #script: DialogueScript
  readonly #random: () => number
  #turn = 0
  #said: string[] = []

  constructor({ script, random = Math.random }: DialogueOptions) {
    this.#script = script
    this.#random = random
  }

  /** Goes on where `state` was taken. A state of another script is not taken over: the talk begins anew. */
  static restore({ state, ...options }: DialogueOptions & { state: DialogueState }): Dialogue {
    const dialogue = new Dialogue(options)
    if (state.scriptId !== options.script.id) return dialogue
    const known = new Set(options.script.lines.map((line) => line.id))
    dialogue.#turn = state.turn
    dialogue.#said = [...new Set(state.said)].filter((id) => known.has(id))
    return dialogue
  }

  state(): DialogueState {
    return { scriptId: this.#script.id, turn: this.#turn, said: [...this.#said] }
  }

  /** The words with which the partner speaks first; null where the role leaves that to the user. */
  opening(): DialogueLine | null {
    const [line] = this.#lines('guarded', 'opening')
    return line === undefined ? null : this.#say(line, 'guarded')
  }

  /** The answer to a turn of the user's. */
  reply(heard: Heard): DialogueLine {
    const hearing = hearingOf(heard, this.#script)
    this.#turn += 1
    const target = hearing.topic?.leadsTo?.[stageAt(this.#turn)]
    if (target !== undefined) this.#turn = Math.max(this.#turn, FIRST_TURN[target])
    const stage = stageAt(this.#turn)
    return this.#say(this.#choose(stage, hearing), stage)
  }

  /** The most particular answer that was not given yet: to the first turn, to a topic, to a length, to anything. */
  #choose(stage: Stage, { topic, length }: Hearing): ScriptLine {
    const triggers = [this.#said.length === 0 ? 'first' : undefined, topic?.key, length, 'any']
    for (const trigger of triggers) {
      const fresh = this.#lines(stage, trigger).filter((line) => !this.#said.includes(line.id))
      const line = fresh[stage === 'closing' ? 0 : this.#below(Math.min(PICK_AMONG, fresh.length))]
      if (line !== undefined) return line
    }
    const all = this.#lines(stage, 'any')
    const line = stage === 'closing' ? all.at(-1) : this.#longestUnsaid(all)
    if (line === undefined) throw new Error(`Script ${this.#script.id} has nothing to say while ${stage}`)
    return line
  }

  #lines(stage: Stage, trigger: string | undefined): ScriptLine[] {
    return this.#script.lines.filter(
      (line) =>
        trigger !== undefined && line.stages.includes(stage) && (line.on ?? ['any']).includes(trigger),
    )
  }

  #longestUnsaid(lines: ScriptLine[]): ScriptLine | undefined {
    return lines.toSorted((a, b) => this.#said.indexOf(a.id) - this.#said.indexOf(b.id))[0]
  }

  #below(count: number): number {
    return Math.min(count - 1, Math.floor(this.#random() * count))
  }

  #say(line: ScriptLine, stage: Stage): DialogueLine {
    this.#said = [...this.#said.filter((id) => id !== line.id), line.id]
    const { id, text, tool } = line
    return { id, text, stage, ...(tool ? { tool } : {}) }
  }
}

function stageAt(turn: number): Stage {
  if (turn >= FIRST_TURN.closing) return 'closing'
  if (turn >= FIRST_TURN.deciding) return 'deciding'
  if (turn >= FIRST_TURN.objecting) return 'objecting'
  return turn >= FIRST_TURN.openingUp ? 'openingUp' : 'guarded'
}
