import { bytesFromPcm, pcmFromBytes } from './pcm.ts'

/** What a WAV file holds, as mono. */
export interface WavAudio {
  sampleRateHz: number
  samples: Int16Array
}

const HEADER_BYTES = 44
const FORMAT_PCM = 1
/** WAVE_FORMAT_EXTENSIBLE: the real format stands in the first two bytes of its sub-format GUID. */
const FORMAT_EXTENSIBLE = 0xfffe
const BYTES_PER_SAMPLE = 2

/**
 * Reads a RIFF WAVE file of 16-bit PCM, mono or stereo (mixed down), at any rate. Chunks other than `fmt ` and
 * `data` are skipped.
 * @throws Error that says what is wrong with the file; the bytes may come from anyone
 */
export function parseWav(bytes: Uint8Array): WavAudio {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < 12 || fourCc(view, 0) !== 'RIFF' || fourCc(view, 8) !== 'WAVE')
    throw new Error('This is not a WAV file: it does not begin with a RIFF WAVE header.')
  let format: WavFormat | undefined
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const id = fourCc(view, at)
    const length = view.getUint32(at + 4, true)
    const start = at + 8
    if (start + length > view.byteLength)
      throw new Error(`The WAV file is cut off: its "${id}" chunk promises more bytes than there are.`)
    if (id === 'fmt ') format = parseFormat(view, start, length)
    if (id === 'data') {
      if (!format) throw new Error('The WAV file is broken: its sound comes before its format.')
      return {
        sampleRateHz: format.sampleRateHz,
        samples: mixDown(bytes.subarray(start, start + length), format),
      }
    }
    at = start + length + (length % 2)
  }
  throw new Error('The WAV file is cut off: it holds no sound.')
}

/** A complete WAV file of 16-bit mono PCM. */
export function formatWav(samples: Int16Array, sampleRateHz: number): Uint8Array {
  const file = new Uint8Array(HEADER_BYTES + samples.byteLength)
  file.set(wavHeader(samples.length, sampleRateHz))
  file.set(bytesFromPcm(samples), HEADER_BYTES)
  return file
}

/** What stands before so many samples of 16-bit mono PCM in a WAV file. */
export function wavHeader(samples: number, sampleRateHz: number): Uint8Array<ArrayBuffer> {
  const pcmBytes = samples * BYTES_PER_SAMPLE
  const header = new Uint8Array(HEADER_BYTES)
  const view = new DataView(header.buffer)
  const text = (at: number, value: string) => header.set(Buffer.from(value, 'latin1'), at)
  text(0, 'RIFF')
  view.setUint32(4, HEADER_BYTES - 8 + pcmBytes, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, FORMAT_PCM, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRateHz, true)
  view.setUint32(28, sampleRateHz * BYTES_PER_SAMPLE, true)
  view.setUint16(32, BYTES_PER_SAMPLE, true)
  view.setUint16(34, BYTES_PER_SAMPLE * 8, true)
  text(36, 'data')
  view.setUint32(40, pcmBytes, true)
  return header
}

interface WavFormat {
  channels: 1 | 2
  sampleRateHz: number
}

function parseFormat(view: DataView, start: number, length: number): WavFormat {
  if (length < 16) throw new Error('The WAV file is broken: its format chunk is too short.')
  const tag = view.getUint16(start, true)
  const format = tag === FORMAT_EXTENSIBLE && length >= 26 ? view.getUint16(start + 24, true) : tag
  const bits = view.getUint16(start + 14, true)
  const channels = view.getUint16(start + 2, true)
  const sampleRateHz = view.getUint32(start + 4, true)
  if (format !== FORMAT_PCM || bits !== BYTES_PER_SAMPLE * 8)
    throw new Error(`The WAV file must be 16-bit PCM; this one has format ${format} with ${bits} bits.`)
  if (channels !== 1 && channels !== 2)
    throw new Error(`The WAV file must be mono or stereo; this one has ${channels} channels.`)
  if (sampleRateHz === 0) throw new Error('The WAV file is broken: its sample rate is 0.')
  return { channels, sampleRateHz }
}

/** A copy, so that the samples outlive the file's bytes. */
function mixDown(data: Uint8Array, { channels }: WavFormat): Int16Array {
  const interleaved = pcmFromBytes(data)
  if (channels === 1) return interleaved.slice()
  const mono = new Int16Array(interleaved.length >> 1)
  for (let i = 0; i < mono.length; i++)
    mono[i] = ((interleaved[2 * i] ?? 0) + (interleaved[2 * i + 1] ?? 0)) >> 1
  return mono
}

function fourCc(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)))
}
