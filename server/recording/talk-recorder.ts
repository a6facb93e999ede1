import { OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { Role } from '../../shared/turn.ts'
import type { Clock } from '../clock.ts'
import { CloseOnce } from '../close-once.ts'
import { InboundTimeline } from './inbound-timeline.ts'
import type { RawRecordingWriter } from './raw-recording-writer.ts'
import { joinedSpans, recordingChannels, spanOf, type TimeSpan } from './recording-channel.ts'
import { BLOCK_MS, type SoundBlock } from './sound-block.ts'

export interface TalkRecorderOptions {
  /** The recorder closes it. */
  writer: RawRecordingWriter
  /** When sample 0 is, by the clock's `nowMs`. */
  startedAtMs: number
  clock: Clock
  /** Sound is being lost from now on, for the disk is slow or full. Told once for each such stretch. */
  onGap: (fromMs: number) => void
}

/** How a recording went. */
export interface RecordingEnd {
  durationMs: number
  /** Where sound of either side is missing that was heard or sent. */
  missing: TimeSpan[]
}

/**
 * Hears both sides of one talk and puts them on one clock, sample by sample: left the user as the server heard
 * them, right what was really sent of the partner. Written to the disk as it goes; whatever the disk does, the talk
 * goes on. Holds 1.4 MB at most. The talk closes it.
 */
export class TalkRecorder {
  readonly #options: TalkRecorderOptions
  readonly #startedAtMs: number
  readonly #user: InboundTimeline
  readonly #open: Partial<Record<Role, SoundBlock>> = {}
  #missing: TimeSpan[] = []
  #timer: Disposable
  #end: RecordingEnd = { durationMs: 0, missing: [] }
  #isClosed = false
  readonly #closing = new CloseOnce()

  constructor(options: TalkRecorderOptions) {
    this.#options = options
    this.#startedAtMs = options.startedAtMs
    this.#user = new InboundTimeline({
      onPlaced: (position, samples) => this.#add('user', position, samples),
    })
    this.#timer = this.#nextTurn()
  }

  /** Whether its end is on the disk, or as much of it as the disk took. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  /**
   * 20 ms of the user, 16 kHz, that came at this time: ms from sample 0, as all times here. Copied.
   * After the close it does nothing.
   */
  heard(frame: Int16Array, atMs: number): void {
    if (!this.#closing.begun) this.#user.push(frame, atMs)
  }

  /** 20 ms of the partner, 24 kHz, that were sent to be heard from this time on: the tick's own, not the timer's. */
  sent(frame: Int16Array, atMs: number): void {
    const position = Math.max(0, Math.round((atMs / 1000) * OUTBOUND_SAMPLE_RATE_HZ))
    if (!this.#closing.begun) this.#add('partner', position, frame)
  }

  /** Resolves when all that was heard and sent so far is written, as far as the disk takes it. */
  async flush(): Promise<void> {
    for (const channel of recordingChannels) this.#finishBlock(channel)
    await this.#options.writer.flush()
  }

  /** The talk is over. Idempotent, never rejects: what the disk did not take is `missing`. */
  async close(): Promise<RecordingEnd> {
    await this.#closing.run(() => this.#close())
    return this.#end
  }

  async #close(): Promise<void> {
    this.#timer[Symbol.dispose]()
    this.#user.finish()
    for (const channel of recordingChannels) this.#finishBlock(channel)
    const durationMs = Math.round(this.#nowMs())
    const unwritten = await this.#options.writer.close({ durationMs, missing: this.#missing })
    for (const { channel, position, samples } of unwritten) this.#lost(spanOf(channel, position, samples))
    this.#end = { durationMs, missing: this.#missing }
    this.#isClosed = true
  }

  /** Once a second what is there goes to the disk, spoken or not. */
  #nextTurn(): Disposable {
    return this.#options.clock.after(BLOCK_MS, () => {
      this.#user.settle(this.#nowMs())
      for (const channel of recordingChannels) this.#finishBlock(channel)
      void this.#options.writer.flush()
      this.#timer = this.#nextTurn()
    })
  }

  #add(channel: Role, position: number, samples: Int16Array): void {
    const open = this.#open[channel]
    if (open && (open.end !== position || open.isFull)) this.#finishBlock(channel)
    const block = this.#open[channel] ?? this.#begin(channel, position, samples)
    if (!block) return
    const taken = block.append(samples)
    if (taken < samples.length) this.#add(channel, position + taken, samples.subarray(taken))
  }

  /** @returns undefined for silence, which need not be written, and when there is no room */
  #begin(channel: Role, position: number, samples: Int16Array): SoundBlock | undefined {
    if (samples.every((sample) => sample === 0)) return undefined
    const block = this.#options.writer.takeBlock()
    block?.begin(channel, position)
    if (block) this.#open[channel] = block
    else this.#lost(spanOf(channel, position, samples.length))
    return block
  }

  #finishBlock(channel: Role): void {
    const block = this.#open[channel]
    if (block) this.#options.writer.write(block)
    delete this.#open[channel]
  }

  #lost(span: TimeSpan): void {
    const before = this.#missing
    this.#missing = joinedSpans([...before, span])
    if (this.#missing.length > before.length) this.#options.onGap(span.fromMs)
  }

  #nowMs(): number {
    return this.#options.clock.nowMs() - this.#startedAtMs
  }
}
