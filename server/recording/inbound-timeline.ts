import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { levelDbfs } from '../audio/pcm.ts'

const SAMPLES_PER_MS = INBOUND_SAMPLE_RATE_HZ / 1000

/**
 * How long a frame waits for those after it before it gets its place. What was held up, by the network or by a
 * busy event loop, comes in one go with its followers, which then tell when it was spoken; after a real pause they
 * keep their distance. An event loop with as many talks as it bears is late by up to 200 ms.
 */
const LOOKAHEAD_MS = 400
/** After a pause of the whole process all that the sockets held comes at once: no more than 5 s wait here. */
const MAX_WAITING_FRAMES = 250
/** More followers than this tell nothing new. */
const MAX_COMPARED_FRAMES = 50

/** A clock that is off by less is left alone: the fastest of 20 packets do not come more exactly than this. */
const TOLERATED_SAMPLES = 8 * SAMPLES_PER_MS
/** Two frames or more that are not there are a pause, to be left as it was. */
const PAUSE_SAMPLES = 40 * SAMPLES_PER_MS
/** This far ahead of the clock is no drift any more: something was delivered twice or far too fast. */
const OVERLAP_SAMPLES = 200 * SAMPLES_PER_MS
/** Between words, with the noise suppression of browsers. Room noise above it only means that patience runs out. */
const QUIET_DBFS = -50
/** A second of speech without a breath: then it is corrected within a word, by some 10 ms. */
const PATIENCE_FRAMES = 50

export interface InboundTimelineOptions {
  /** Samples and where they belong, at 16 kHz from the talk's start; ascending, never overlapping. Valid during the call. */
  onPlaced: (position: number, samples: Int16Array) => void
}

interface WaitingFrame {
  samples: Int16Array
  /** Of the talk's clock when it came, in samples. */
  arrival: number
}

/**
 * Puts the user's frames where they belong on the talk's clock. Their times of arrival are all that is known, and
 * these are uneven: frames come late and in bursts, with holes, and at the pace of another machine's clock. But
 * none comes before it was spoken. So frames follow one another without a seam, and the earliest of the last ones
 * tells how far that has strayed from the clock; what strayed is corrected while the user is quiet, and therefore
 * never adds up. A frame that came at t was spoken in the 20 ms before t. Pure: the clock's time is handed in.
 */
export class InboundTimeline {
  readonly #onPlaced: InboundTimelineOptions['onPlaced']
  #waiting: WaitingFrame[] = []
  /** Where the next frame belongs if nothing has strayed; undefined before the first. */
  #next: number | undefined
  #strayedFrames = 0

  constructor({ onPlaced }: InboundTimelineOptions) {
    this.#onPlaced = onPlaced
  }

  /** @param frame 20 ms at 16 kHz, copied */
  push(frame: Int16Array, atMs: number): void {
    this.#waiting.push({ samples: frame.slice(), arrival: Math.round(atMs * SAMPLES_PER_MS) })
    this.settle(atMs)
  }

  /** Places what has waited long enough. To be called now and then while nothing comes. */
  settle(nowMs: number): void {
    const before = (nowMs - LOOKAHEAD_MS) * SAMPLES_PER_MS
    for (let head = this.#waiting[0]; head; head = this.#waiting[0]) {
      if (head.arrival > before && this.#waiting.length <= MAX_WAITING_FRAMES) return
      this.#place(head)
    }
  }

  /** The user will say no more. */
  finish(): void {
    this.settle(Number.POSITIVE_INFINITY)
  }

  #place(head: WaitingFrame): void {
    this.#next ??= Math.max(0, this.#lead(0))
    const lead = this.#lead(this.#next)
    const correction = this.#correction(lead, head.samples)
    this.#waiting.shift()
    // Ahead of the clock: as much of the frame goes. Behind it: as much silence comes.
    const cut = Math.min(head.samples.length, Math.max(0, -correction))
    this.#next += Math.max(0, correction)
    if (cut < head.samples.length) this.#onPlaced(this.#next, head.samples.subarray(cut))
    this.#next += head.samples.length - cut
  }

  /** By how much the clock is ahead of `next`, going by the frames that wait. */
  #lead(next: number): number {
    let least = Number.POSITIVE_INFINITY
    for (const [index, { arrival }] of this.#waiting.entries()) {
      if (index === MAX_COMPARED_FRAMES) break
      least = Math.min(least, arrival - next - (index + 1) * INBOUND_FRAME_SAMPLES)
    }
    return least
  }

  #correction(lead: number, samples: Int16Array): number {
    if (Math.abs(lead) <= TOLERATED_SAMPLES) {
      this.#strayedFrames = 0
      return 0
    }
    if (lead > PAUSE_SAMPLES || lead < -OVERLAP_SAMPLES) return lead
    this.#strayedFrames++
    return this.#strayedFrames > PATIENCE_FRAMES || levelDbfs(samples) < QUIET_DBFS ? lead : 0
  }
}
