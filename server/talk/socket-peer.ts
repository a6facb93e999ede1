import type { MessagePort } from 'node:worker_threads'
import { INBOUND_FRAME_SAMPLES } from '../../shared/audio-format.ts'
import type { MediaStats } from '../../shared/media-stats.ts'
import { pcmFromBytes } from '../audio/pcm.ts'
import { CloseOnce } from '../close-once.ts'
import type { MediaPeer, MediaPeerEvents } from './media-peer.ts'

/**
 * The user's end of a talk behind a port whose other side holds a WebSocket: bytes of PCM come in (16 kHz mono
 * s16le, of any length), frames of 24 kHz go out. Up from the beginning; down for good when the port closes.
 */
export class SocketPeer implements MediaPeer {
  readonly #port: MessagePort
  readonly #events: MediaPeerEvents
  readonly #frame = new Int16Array(INBOUND_FRAME_SAMPLES)
  readonly #closing = new CloseOnce()
  #filled = 0
  #received = 0
  #sent = 0

  constructor(options: { port: MessagePort; events: MediaPeerEvents }) {
    this.#port = options.port
    this.#events = options.events
    this.#port.on('message', (bytes: unknown) => {
      if (bytes instanceof Uint8Array && !this.#closing.begun) this.#take(pcmFromBytes(bytes))
    })
    this.#port.on('close', () => {
      if (!this.#closing.begun) this.#events.onDisconnected()
    })
  }

  sendFrame(frame: Int16Array): void {
    if (this.#closing.begun) return
    this.#sent++
    const copy = frame.slice()
    this.#port.postMessage(new Uint8Array(copy.buffer), [copy.buffer])
  }

  stats(): MediaStats {
    return { packetsReceived: this.#received, packetsLost: 0, packetsSent: this.#sent }
  }

  close(): Promise<void> {
    return this.#closing.run(async () => this.#port.close())
  }

  #take(samples: Int16Array): void {
    this.#received++
    for (let at = 0; at < samples.length; ) {
      const count = Math.min(samples.length - at, INBOUND_FRAME_SAMPLES - this.#filled)
      this.#frame.set(samples.subarray(at, at + count), this.#filled)
      this.#filled += count
      at += count
      if (this.#filled < INBOUND_FRAME_SAMPLES) return
      this.#filled = 0
      this.#events.onFrame(this.#frame)
    }
  }
}
