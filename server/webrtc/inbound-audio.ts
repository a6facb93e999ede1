import { FRAME_MS, INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { bytesFromPcm } from '../audio/pcm.ts'
import { PcmFramer } from '../audio/pcm-framer.ts'
import { JitterBuffer, type MissingPackets, type RtpAudioPacket } from './jitter-buffer.ts'
import type { JitterBufferStats } from './jitter-buffer-counters.ts'
import type { Slot } from './jitter-buffer-slot.ts'

/** What the inbound path asks of a decoder; `OpusDecoder` is one. Every result is valid until the next call. */
export interface LossTolerantDecoder {
  /** null when the bytes are not Opus. */
  decode(packet: Uint8Array): Int16Array | null
  /** The frame before `nextPacket`, from the redundancy that it carries (RFC 6716 section 2.1.7). */
  recover(nextPacket: Uint8Array, samples: number): Int16Array
  /** A guess at a frame that is lost. */
  conceal(samples: number): Int16Array
}

export interface InboundAudioOptions {
  decoder: LossTolerantDecoder
  /** Gets 20 ms of 16 kHz mono, valid only during the call. */
  onFrame: (frame: Int16Array) => void
  /** What the sender should send again, where it can: it would still come in time. */
  onMissing?: (missing: MissingPackets) => void
}

const SAMPLES_PER_MS = INBOUND_SAMPLE_RATE_HZ / 1000
/** The longest packet there is. */
const MAX_SLOT_MS = 120
// Timers run before sockets are read: after a tick that comes later than this, what seems to be missing may only
// not have been read yet, and is by the next tick.
const LATE_TICK_MS = 2 * FRAME_MS
const READ_AFTER_MS = FRAME_MS / 2

/**
 * Packets as they come in, frames of 20 ms out: in order and without holes, so that a model can tell by its own
 * ear when the user has finished. What the jitter buffer decides is done here. The decoder stays the caller's.
 */
export class InboundAudio {
  readonly #decoder: LossTolerantDecoder
  readonly #framer: PcmFramer
  readonly #onMissing: ((missing: MissingPackets) => void) | undefined
  readonly #buffer = new JitterBuffer()
  readonly #silence = new Int16Array(MAX_SLOT_MS * SAMPLES_PER_MS)
  #lastTickMs: number | undefined
  #allReadFromMs = 0

  constructor({ decoder, onFrame, onMissing }: InboundAudioOptions) {
    this.#decoder = decoder
    this.#framer = new PcmFramer({ frameSamples: INBOUND_FRAME_SAMPLES, onFrame })
    this.#onMissing = onMissing
  }

  /** A packet that came now. Its payload is kept until it is played. */
  push(packet: RtpAudioPacket, nowMs: number): void {
    this.#buffer.push(packet, nowMs)
    this.#playDue(nowMs, false)
    const missing = this.#onMissing && this.#buffer.missing(nowMs)
    if (missing) this.#onMissing?.(missing)
  }

  /** To be called every 20 ms: what did not come is missed only as time goes by. */
  tick(nowMs: number): void {
    if (nowMs - (this.#lastTickMs ?? nowMs) > LATE_TICK_MS) this.#allReadFromMs = nowMs + READ_AFTER_MS
    this.#lastTickMs = nowMs
    if (nowMs >= this.#allReadFromMs) this.#playDue(nowMs, true)
  }

  /** Counters so far. */
  stats(): JitterBufferStats {
    return this.#buffer.stats()
  }

  #playDue(nowMs: number, allRead: boolean): void {
    for (let slot = this.#buffer.next(nowMs, allRead); slot; slot = this.#buffer.next(nowMs, allRead))
      this.#framer.push(bytesFromPcm(this.#soundOf(slot)))
  }

  #soundOf(slot: Slot): Int16Array {
    const samples = slot.durationMs * SAMPLES_PER_MS
    switch (slot.kind) {
      case 'decode':
        // Bytes that only looked like Opus are as good as lost.
        return this.#decoder.decode(slot.packet) ?? this.#decoder.conceal(samples)
      case 'recover':
        return this.#decoder.recover(slot.next, samples)
      case 'conceal': {
        const guess = this.#decoder.conceal(samples)
        return slot.fadesOut ? fadeOut(guess) : guess
      }
      case 'silence':
        return this.#silence.subarray(0, samples)
    }
  }
}

/** In place: to silence, without a click. */
function fadeOut(samples: Int16Array): Int16Array {
  for (const [index, sample] of samples.entries()) samples[index] = sample * (1 - index / samples.length)
  return samples
}
