import { type Mark, UTTERANCE_FRAMES } from './marked-speech.ts'

/** What went wrong with the user's words on their way, each by the number of the utterance. */
export interface HearingFaults {
  /** The model never came to know of it, but of a later one. */
  lost: number[]
  /** The model heard it again, which it still remembered. */
  repeated: number[]
  /** Pieces of 20 ms were missing, out of order or came twice. */
  damaged: number[]
}

/**
 * What a model has heard of marked speech, as it remembers it: a session that goes on from a handle knows what it
 * knew when the handle was given out. What came after must come to it again, as sound or in written words.
 */
export class HearingLog {
  readonly faults: HearingFaults = { lost: [], repeated: [], damaged: [] }
  #marks: Mark[] = []
  #read: number[] = []

  hear(mark: Mark): void {
    this.#marks.push(mark)
  }

  /** A text tells of what the user had said. */
  read(text: string): void {
    for (const [, number] of text.matchAll(/発話(\d+)/g)) this.#read.push(Number(number))
  }

  /** The turn that is under way, as the service writes it down. */
  transcript(): string {
    return [...new Set(this.#marks.map(({ utterance }) => `発話${utterance}です。`))].join('')
  }

  /** Another session: what was heard or read and not answered is gone with the one before. */
  forget(): void {
    this.#marks = []
    this.#read = []
  }

  /**
   * The user's turn is over.
   * @param remembered the last utterance that the model knows of; undefined: it knows of none, and none is missed
   * @returns the last one now
   */
  endTurn(remembered: number | undefined): number | undefined {
    const heard = Map.groupBy(this.#marks, ({ utterance }) => utterance)
    const read = this.#read
    this.forget()
    for (const [utterance, marks] of heard) {
      const isWhole = marks.length === UTTERANCE_FRAMES && marks.every(({ frame }, i) => frame === i)
      if (!isWhole) this.faults.damaged.push(utterance)
      if (remembered !== undefined && utterance <= remembered) this.faults.repeated.push(utterance)
    }
    const known = new Set([...read, ...heard.keys()])
    const newest = Math.max(...known)
    if (known.size === 0) return remembered
    for (let each = (remembered ?? Math.min(...known)) + 1; each < newest; each++) {
      if (!known.has(each)) this.faults.lost.push(each)
    }
    return Math.max(remembered ?? newest, newest)
  }
}
