import {
  INBOUND_FRAME_SAMPLES,
  INBOUND_SAMPLE_RATE_HZ,
  OUTBOUND_SAMPLE_RATE_HZ,
} from '../../../shared/audio-format.ts'
import { Chunker, pcmOfSamples, samplesOfPcm } from './pcm-samples.ts'
import { PlayoutBuffer } from './playout-buffer.ts'
import { Resampler } from './resampler.ts'

/*
 * The audio thread's half of `WebSocketCallPeer` (Web Audio API, section 1.32). Its own module: the browser loads
 * it by URL. It knows no DOM, so what it stands on is declared here.
 */
declare const sampleRate: number
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}

/** Deep enough for a wireless network's usual gusts, and not felt as a delay. */
const START_S = 0.08
const MAX_S = 2

/** Microphone to PCM: posts 20 ms of 16 kHz mono s16le at a time, silence included. Any message ends it. */
class Capture extends AudioWorkletProcessor {
  readonly #resampler = new Resampler({ fromHz: sampleRate, toHz: INBOUND_SAMPLE_RATE_HZ })
  readonly #chunker = new Chunker({
    chunkSamples: INBOUND_FRAME_SAMPLES,
    onChunk: (chunk) => {
      const { buffer } = pcmOfSamples(chunk)
      this.port.postMessage(buffer, [buffer])
    },
  })
  #ended = false

  constructor() {
    super()
    this.port.onmessage = () => {
      this.#ended = true
    }
  }

  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    const length = output?.[0]?.length ?? 128
    this.#chunker.push(this.#resampler.process(input?.[0] ?? new Float32Array(length)))
    return !this.#ended
  }
}

/** PCM to loudspeaker: takes chunks of 24 kHz mono s16le; `clear` forgets what waits, `end` ends it. */
class Playout extends AudioWorkletProcessor {
  readonly #resampler = new Resampler({ fromHz: OUTBOUND_SAMPLE_RATE_HZ, toHz: sampleRate })
  readonly #buffer = new PlayoutBuffer({
    startSamples: Math.round(START_S * sampleRate),
    maxSamples: MAX_S * sampleRate,
  })
  #ended = false

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<ArrayBuffer | 'clear' | 'end'>) => {
      if (data === 'clear') this.#buffer.clear()
      else if (data === 'end') this.#ended = true
      else this.#buffer.push(this.#resampler.process(samplesOfPcm(data)))
    }
  }

  process(_: Float32Array[][], [output]: Float32Array[][]): boolean {
    if (output?.[0]) this.#buffer.pull(output[0])
    return !this.#ended
  }
}

registerProcessor('live-talk-capture', Capture)
registerProcessor('live-talk-playout', Playout)
