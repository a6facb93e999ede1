/** What clients were told is safe, whatever becomes of the server after it. */
export class Acknowledged {
  /** Words of turns that `talk.get` showed or that a posted form held, by talk. */
  readonly words = new Map<string, Set<string>>()
  /** Talks that were told to have ended, and posted ones. */
  readonly ended = new Set<string>()
  /** When the result that was shown of a talk's feedback was made. */
  readonly results = new Map<string, string>()
  /** How far a talk's sound had come in when its server died, or it ended: ms from its start. */
  readonly heardMs = new Map<string, number>()

  talk(talkId: string): Set<string> {
    const known = this.words.get(talkId)
    if (known) return known
    const words = new Set<string>()
    this.words.set(talkId, words)
    return words
  }
}
