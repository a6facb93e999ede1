import type { Locale } from '../../shared/scenario.ts'
import type { ToolUse } from './tool-calls.ts'

/** What the partner says in one turn. */
export interface Utterance {
  text: string
  /** 24 kHz mono. Not changed by who gets it. */
  pcm: Int16Array
  /** Used with it where the session has such a function. */
  tool?: ToolUse
}

/** One turn of the user's, as far as the partner could make it out. */
export type Heard = { kind: 'speech'; durationMs: number } | { kind: 'text'; text: string }

/** Who the partner is in one conversation, and what it finds to say. Called for one turn at a time. */
export interface PartnerMind {
  readonly locale: Locale
  /** The first words when the partner opens; null when it has none. */
  opening(): Promise<Utterance | null>
  reply(heard: Heard): Promise<Utterance>
  /** Plain data with which another mind goes on from here. */
  memory(): unknown
}

export interface MindRequest {
  /** All text of the setup's system instruction. */
  systemInstruction: string
  /** BCP-47, of the setup's speech configuration. */
  languageCode: string | undefined
  /** What `memory()` gave in the session that is resumed. */
  memory: unknown
}

/** Makes a mind for each conversation. */
export interface PartnerMinds {
  create(request: MindRequest): PartnerMind
}
