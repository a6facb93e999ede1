import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { LiveSession } from '../live/live-model.ts'

// 40 ms a message: within Google's advice of 20 to 40, at half the messages of single frames.
const FRAMES_PER_MESSAGE = 2
const MESSAGE_SAMPLES = FRAMES_PER_MESSAGE * INBOUND_FRAME_SAMPLES
// What is said while the partner is still being connected is kept, but never more than a second of it: the
// Live API wants real time, and a backlog would delay every answer after it.
const MAX_HELD_MESSAGES = INBOUND_SAMPLE_RATE_HZ / MESSAGE_SAMPLES

/**
 * The user's voice on its way to the model: frames in, messages out. Until there is a session the last second
 * is held; older audio is dropped first, and counted.
 */
export class InboundLine {
  #message = new Int16Array(MESSAGE_SAMPLES)
  #filled = 0
  #held: Int16Array[] = []
  #session: Pick<LiveSession, 'sendAudio'> | undefined
  droppedMessages = 0

  /** From now on to this session, beginning with what was held. */
  connect(session: Pick<LiveSession, 'sendAudio'>): void {
    this.#session = session
    const held = this.#held
    this.#held = []
    for (const message of held) session.sendAudio(message)
  }

  disconnect(): void {
    this.#session = undefined
  }

  push(frame: Int16Array): void {
    this.#message.set(frame, this.#filled)
    this.#filled += frame.length
    if (this.#filled < MESSAGE_SAMPLES) return
    this.#filled = 0
    if (this.#session) {
      this.#session.sendAudio(this.#message)
      return
    }
    if (this.#held.length >= MAX_HELD_MESSAGES) {
      this.#held.shift()
      this.droppedMessages++
    }
    this.#held.push(this.#message.slice())
  }
}
