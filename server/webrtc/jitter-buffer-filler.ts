import { type Slot, TICKS_PER_MS } from './jitter-buffer-slot.ts'

/** Filled in bit by bit, since any moment something may come. */
export const FILL_TICKS = 20 * TICKS_PER_MS
// From the fourth guess on libopus's concealment sounds of machine more than of voice.
const MAX_CONCEALED_TICKS = 60 * TICKS_PER_MS
// After it the talk takes the microphone for paused and tells the model so.
const MAX_FILLED_TICKS = 1_000 * TICKS_PER_MS
// How far what is played may fall behind for the sake of sound that came after its time was filled. With the packet
// that has just come it makes 120 ms.
const MAX_SURPLUS_TICKS = 100 * TICKS_PER_MS

/** What stands in for sound that did not come, from one packet that did to the next. Pure. */
export class Filler {
  #filledTicks = 0
  #concealedTicks = 0
  #pausing = false
  /** Played beyond the time that has passed, to be made up for in the next silence. */
  #surplusTicks = 0

  /** Whether the sender has said that it pauses. */
  get pausing(): boolean {
    return this.#pausing
  }

  /** Whether so much is filled in that the sender has stopped. */
  get isExhausted(): boolean {
    return this.#filledTicks >= MAX_FILLED_TICKS
  }

  /** Sound that came from the sender was played. */
  heard({ beginsPause }: { beginsPause: boolean }): void {
    this.#filledTicks = 0
    this.#concealedTicks = 0
    this.#pausing = beginsPause
  }

  /** @returns what stands in for so much time; undefined: nothing, since that much was played too much before */
  fill(ticks: number, isPause: boolean): Slot | undefined {
    const durationMs = ticks / TICKS_PER_MS
    this.#filledTicks += ticks
    const concealedTicks = this.#concealedTicks + ticks
    if (!isPause && !this.#pausing && concealedTicks <= MAX_CONCEALED_TICKS) {
      this.#concealedTicks = concealedTicks
      return { kind: 'conceal', durationMs, fadesOut: concealedTicks + ticks > MAX_CONCEALED_TICKS }
    }
    if (this.#surplusTicks >= ticks) {
      this.#surplusTicks -= ticks
      return undefined
    }
    return { kind: 'silence', durationMs, isPause: isPause || this.#pausing }
  }

  /** Whether a packet that comes now, so far after its time, shows that the network stood still until now. */
  coversStandstill(ticks: number): boolean {
    // One guess is as good as the packet that comes too late for it.
    return this.#filledTicks > FILL_TICKS && ticks > 0 && ticks <= this.#filledTicks
  }

  /** Plays over again what was filled in. @returns false when more would be behind than may be */
  takeBack(ticks: number): boolean {
    if (this.#surplusTicks + ticks > MAX_SURPLUS_TICKS) return false
    this.#surplusTicks += ticks
    this.#filledTicks = 0
    return true
  }
}
