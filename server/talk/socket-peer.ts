import type { MessagePort } from 'node:worker_threads'
import { INBOUND_FRAME_SAMPLES } from '../../shared/audio-format.ts'
import type { MediaStats } from '../../shared/media-stats.ts'
import { PcmFramer } from '../audio/pcm-framer.ts'
import { CloseOnce } from '../close-once.ts'
import type { MediaPeer, MediaPeerEvents, ModelEvent } from './media-peer.ts'
import type { SocketHears } from './talk-host.ts'

/**
 * The user's end of a talk behind a port whose other side holds a WebSocket: bytes of PCM come in (16 kHz mono
 * s16le, of any length); out go frames of 24 kHz, or lists of what the model says at once, or nothing. Up from the
 * beginning; down for good when the port closes.
 */
export class SocketPeer implements MediaPeer {
  readonly #port: MessagePort
  readonly #hears: SocketHears
  readonly #events: MediaPeerEvents
  readonly #framer: PcmFramer
  readonly #closing = new CloseOnce()
  /** What the model says in the present turn of the event loop, which is one frame of its service. */
  #said: ModelEvent[] = []
  #received = 0
  #sent = 0

  constructor(options: { port: MessagePort; hears: SocketHears; events: MediaPeerEvents }) {
    this.#port = options.port
    this.#hears = options.hears
    this.#events = options.events
    this.#framer = new PcmFramer({
      frameSamples: INBOUND_FRAME_SAMPLES,
      onFrame: (frame) => this.#events.onFrame(frame),
    })
    this.#port.on('message', (bytes: unknown) => {
      if (!(bytes instanceof Uint8Array) || this.#closing.begun) return
      this.#received++
      this.#framer.push(bytes)
    })
    this.#port.on('close', () => {
      if (!this.#closing.begun) this.#events.onDisconnected()
    })
  }

  sendFrame(frame: Int16Array): void {
    if (this.#closing.begun || this.#hears !== 'sound') return
    this.#sent++
    const copy = frame.slice()
    this.#port.postMessage(new Uint8Array(copy.buffer), [copy.buffer])
  }

  relay(event: ModelEvent): void {
    if (this.#closing.begun || this.#hears !== 'model') return
    if (this.#said.length === 0) queueMicrotask(() => this.#postSaid())
    this.#said.push(event.type === 'audio' ? { ...event, pcm: event.pcm.slice() } : event)
  }

  stats(): MediaStats {
    return { packetsReceived: this.#received, packetsLost: 0, packetsSent: this.#sent }
  }

  close(): Promise<void> {
    return this.#closing.run(async () => this.#port.close())
  }

  #postSaid(): void {
    const said = this.#said
    this.#said = []
    if (this.#closing.begun) return
    this.#sent++
    // Every piece of sound is a copy of its own, which can be handed over.
    const sounds = said.flatMap((event) => (event.type === 'audio' ? [event.pcm.buffer as ArrayBuffer] : []))
    this.#port.postMessage(said, sounds)
  }
}
