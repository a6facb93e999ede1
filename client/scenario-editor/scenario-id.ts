/** Of 36^10: nobody's two scenarios meet. */
const CHARS = 10
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** An id for a new scenario. Not by `randomUUID`: a page that came over plain HTTP has none. */
export function newScenarioId(): string {
  const numbers = crypto.getRandomValues(new Uint8Array(CHARS))
  return `own-${Array.from(numbers, (number) => ALPHABET[number % ALPHABET.length]).join('')}`
}

/**
 * The id for a scenario from a file: its own, so that one that was removed finds its talks again, unless a scenario
 * has that id now.
 */
export function idFor(fileId: string, taken: ReadonlySet<string> | undefined): string {
  return taken && !taken.has(fileId) ? fileId : newScenarioId()
}
