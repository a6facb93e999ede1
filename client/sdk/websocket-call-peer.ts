import { INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { LevelMeter } from './level-meter.ts'
import {
  type MediaSocket,
  type MediaSocketEvents,
  parseSocketMessage,
  type SocketCommand,
} from './media-socket.ts'

const SUBPROTOCOL = 'live-talk.v1'
const BYTES_PER_SAMPLE = 2
/** Past it the newest frame is dropped: what would come a second late only makes the partner answer late. */
const MAX_UNSENT_BYTES = INBOUND_SAMPLE_RATE_HZ * BYTES_PER_SAMPLE
/** A socket that takes nothing for so long is dead, though nobody has said so. */
const STUCK_LIMIT_MS = 2_000

export interface WebSocketCallPeerOptions {
  url: string
  events: MediaSocketEvents
  /** Stays its owner's, as the microphone does. */
  context: AudioContext
  microphone: MediaStream | undefined
  /** When `sound-worklet.ts` is there in the context. */
  workletReady: Promise<void>
  /** The partner's sound, to be played; and to be played no more. */
  onPlay: (track: MediaStreamTrack) => void
  onStop: (track: MediaStreamTrack) => void
}

/**
 * The user's end of a call in a page over a WebSocket (`live-talk.v1`): Web Audio takes the microphone to 16 kHz PCM
 * and plays the partner's 24 kHz, both in the audio thread. Made by `BrowserCallPeer`, which hands over microphone
 * and loudspeaker.
 */
export class WebSocketCallPeer implements MediaSocket {
  readonly #options: WebSocketCallPeerOptions
  readonly #socket: WebSocket
  readonly #destination: MediaStreamAudioDestinationNode
  readonly #meter: LevelMeter
  #microphone: MediaStream | undefined
  #source: MediaStreamAudioSourceNode | undefined
  #capture: AudioWorkletNode | undefined
  #playout: AudioWorkletNode | undefined
  #stuckSinceMs: number | undefined
  #closed = false
  /** Frames of the user's that the network would not take in time. */
  dropped = 0

  constructor(options: WebSocketCallPeerOptions) {
    this.#options = options
    const { url, events, context, microphone } = options
    this.#microphone = microphone
    this.#destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })
    this.#meter = new LevelMeter(context, this.#destination.stream)
    this.#socket = new WebSocket(url, SUBPROTOCOL)
    this.#socket.binaryType = 'arraybuffer'
    this.#socket.onopen = () => {
      options.workletReady.then(() => this.#connectSound()).catch(() => this.#lose())
    }
    this.#socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data !== 'string') {
        this.#playout?.port.postMessage(data, [data])
        return
      }
      const message = parseSocketMessage(data)
      if (message?.type === 'interrupted') this.#playout?.port.postMessage('clear')
      if (message) events.onMessage(message)
    }
    this.#socket.onclose = () => this.#lose()
  }

  /** How loud the partner is, 0 to 1. */
  level(): number {
    return this.#meter.level()
  }

  /** From now on the user is heard by this one. */
  setMicrophone(microphone: MediaStream): void {
    this.#microphone = microphone
    if (this.#capture && !this.#closed) this.#captureFrom(microphone, this.#capture)
  }

  send(command: SocketCommand): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(command))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.onopen = null
    this.#socket.onmessage = null
    this.#socket.onclose = null
    this.#socket.close(1000)
    for (const track of this.#destination.stream.getTracks()) this.#options.onStop(track)
    this.#capture?.port.postMessage('end')
    this.#playout?.port.postMessage('end')
    if (this.#capture) this.#capture.port.onmessage = null
    this.#source?.disconnect()
    this.#capture?.disconnect()
    this.#playout?.disconnect()
    this.#meter.close()
  }

  #connectSound(): void {
    if (this.#closed) return
    const { context, onPlay } = this.#options
    const mono = { numberOfInputs: 1, numberOfOutputs: 1, outputChannelCount: [1] }
    this.#playout = new AudioWorkletNode(context, 'live-talk-playout', { ...mono, numberOfInputs: 0 })
    this.#playout.connect(this.#destination)
    this.#capture = new AudioWorkletNode(context, 'live-talk-capture', {
      ...mono,
      channelCount: 1,
      channelCountMode: 'explicit',
    })
    this.#capture.port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#sendFrame(data)
    if (this.#microphone) this.#captureFrom(this.#microphone, this.#capture)
    // Its output is silence; without one, browsers need not run it.
    this.#capture.connect(this.#destination)
    for (const track of this.#destination.stream.getAudioTracks()) onPlay(track)
  }

  #captureFrom(mediaStream: MediaStream, capture: AudioWorkletNode): void {
    this.#source?.disconnect()
    this.#source = new MediaStreamAudioSourceNode(this.#options.context, { mediaStream })
    this.#source.connect(capture)
  }

  #sendFrame(frame: ArrayBuffer): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    if (this.#socket.bufferedAmount <= MAX_UNSENT_BYTES) {
      this.#stuckSinceMs = undefined
      this.#socket.send(frame)
      return
    }
    this.dropped++
    this.#stuckSinceMs ??= performance.now()
    if (performance.now() - this.#stuckSinceMs > STUCK_LIMIT_MS) this.#lose()
  }

  #lose(): void {
    if (this.#closed) return
    this.close()
    this.#options.events.onClose()
  }
}
