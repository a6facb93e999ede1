import type { MediaTransport } from './media-transport.ts'

/** What a program that goes away in mid-talk leaves for the next one, which goes on with it (`TalkCall.resume`). */
export interface KeptTalk {
  scenarioId: string
  talkId: string
  /** The proof that the talk is this client's: to be kept as a secret is. */
  lastEventId: string
  transport: MediaTransport
  muted: boolean
  /** Since the talk became live. */
  elapsedMs: number
}
