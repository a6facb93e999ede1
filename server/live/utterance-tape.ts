import { INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { LivePolicy } from './live-policy.ts'

/**
 * Of the user's voice, what a new connection must be given: the utterance that is not yet answered, for the
 * service knows a session only as it stood after its last turn, or else what came since there is no connection.
 * 16 kHz mono. Pure: no timer.
 */
export class UtteranceTape {
  readonly #limits: LivePolicy['memory']
  /** Oldest first. */
  readonly #chunks: Int16Array[] = []
  #heldMs = 0
  /** The user has begun to speak, and no answer came yet. */
  #inUtterance = false
  /** Of what is held, the newest that nobody has heard; undefined while there is a connection. */
  #unheardMs: number | undefined
  #droppedMs = 0

  constructor(limits: LivePolicy['memory']) {
    this.#limits = limits
  }

  /** Of what nobody had heard, what was too much to keep. */
  get droppedMs(): number {
    return this.#droppedMs
  }

  /** Keeps a copy. */
  push(pcm: Int16Array): void {
    const ms = durationMs(pcm)
    this.#chunks.push(pcm.slice())
    this.#heldMs += ms
    if (this.#unheardMs !== undefined) this.#unheardMs += ms
    this.#trim()
  }

  /** The user speaks: all from shortly before is kept until `answered`. */
  begin(): void {
    this.#inUtterance = true
  }

  /** What was said needs not be said again. */
  answered(): void {
    this.#inUtterance = false
    this.#trim()
  }

  /** The connection is gone: what comes from now on nobody hears. */
  cut(): void {
    this.#unheardMs ??= 0
  }

  /** There is a connection again. @returns what it must be given, oldest first */
  replay(): Int16Array[] {
    const unheardMs = this.#unheardMs ?? 0
    this.#unheardMs = undefined
    const chunks = this.#inUtterance ? [...this.#chunks] : newest(this.#chunks, unheardMs)
    this.#trim()
    return chunks
  }

  #trim(): void {
    const { maxReplayMs, maxGapMs, leadMs } = this.#limits
    const mostMs = this.#inUtterance ? maxReplayMs : this.#unheardMs === undefined ? leadMs : maxGapMs
    while (this.#heldMs > mostMs) {
      const oldest = this.#chunks.shift()
      if (!oldest) return
      this.#heldMs -= durationMs(oldest)
      if (this.#unheardMs === undefined || this.#unheardMs <= this.#heldMs) continue
      this.#droppedMs += this.#unheardMs - this.#heldMs
      this.#unheardMs = this.#heldMs
    }
  }
}

function newest(chunks: readonly Int16Array[], ms: number): Int16Array[] {
  let from = chunks.length
  for (let leftMs = ms; leftMs > 0 && from > 0; from--) leftMs -= durationMs(chunks[from - 1] ?? nothing)
  return chunks.slice(from)
}

const nothing = new Int16Array(0)

function durationMs(pcm: Int16Array): number {
  return (pcm.length * 1000) / INBOUND_SAMPLE_RATE_HZ
}
