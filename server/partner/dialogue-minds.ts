import type { Locale } from '../../shared/scenario.ts'
import { parseScenarioLine } from '../scenarios/system-instruction.ts'
import { Dialogue, type DialogueLine, dialogueState } from './dialogue.ts'
import type { DialogueScript } from './dialogue-script.ts'
import type { Heard, MindRequest, PartnerMind, PartnerMinds, Utterance } from './partner-mind.ts'
import { scriptFor } from './scripts/index.ts'
import type { VoiceLibrary } from './voice-library.ts'

/** Minds that speak the recorded lines of the scenario that the system instruction names. */
export class DialogueMinds implements PartnerMinds {
  readonly #voices: VoiceLibrary
  readonly #random: (() => number) | undefined

  constructor(options: { voices: VoiceLibrary; random?: () => number }) {
    this.#voices = options.voices
    this.#random = options.random
  }

  create({ systemInstruction, languageCode, memory }: MindRequest): PartnerMind {
    const named = parseScenarioLine(systemInstruction)
    const script = scriptFor(named?.id ?? '', named?.locale ?? localeOf(languageCode))
    const options = { script, ...(this.#random ? { random: this.#random } : {}) }
    const remembered = dialogueState.safeParse(memory)
    const dialogue = remembered.success
      ? Dialogue.restore({ ...options, state: remembered.data })
      : new Dialogue(options)
    return new DialogueMind({ dialogue, script, voices: this.#voices })
  }
}

class DialogueMind implements PartnerMind {
  readonly locale: Locale
  readonly #dialogue: Dialogue
  readonly #scriptId: string
  readonly #voices: VoiceLibrary

  constructor(options: { dialogue: Dialogue; script: DialogueScript; voices: VoiceLibrary }) {
    this.locale = options.script.locale
    this.#dialogue = options.dialogue
    this.#scriptId = options.script.id
    this.#voices = options.voices
  }

  async opening(): Promise<Utterance | null> {
    const line = this.#dialogue.opening()
    return line && this.#spoken(line)
  }

  reply(heard: Heard): Promise<Utterance> {
    return this.#spoken(this.#dialogue.reply(heard))
  }

  memory(): unknown {
    return this.#dialogue.state()
  }

  async #spoken({ id, text, tool }: DialogueLine): Promise<Utterance> {
    const { pcm } = await this.#voices.speech(this.#scriptId, id)
    return { text, pcm, ...(tool ? { tool } : {}) }
  }
}

function localeOf(languageCode: string | undefined): Locale {
  return languageCode?.startsWith('en') ? 'en-US' : 'ja-JP'
}
