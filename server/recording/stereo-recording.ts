import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Encoder } from '@evan/opus'
import { EncodedAudioPacketSource, EncodedPacket, FilePathTarget, Output, WebMOutputFormat } from 'mediabunny'
import {
  FRAME_MS,
  INBOUND_FRAME_SAMPLES,
  INBOUND_SAMPLE_RATE_HZ,
  OUTBOUND_FRAME_SAMPLES,
  OUTBOUND_SAMPLE_RATE_HZ,
} from '../../shared/audio-format.ts'
import { loadSpeexResampler, type SpeexResampler } from '../audio/speex-resampler.ts'
import { syncDirectory, syncFile } from '../disk/sync-file.ts'
import type { RawRecording } from './raw-recording.ts'
import { frameCount } from './recording-channel.ts'
import { formatRecordingNote } from './recording-note.ts'

/** Two voices that hardly ever speak at once: 64 kbit/s keep each out of the other's channel. 14 MB for 30 min. */
const BITRATE = 64_000
/** From 0 to 5 it makes no difference that could be measured: the most time goes elsewhere. */
const COMPLEXITY = 5
/** libopus's lookahead and the resampler's delay, in samples of the output: taken off, so that nothing is shifted. */
const ENCODER_DELAY = 156
const RESAMPLER_DELAY = 60
/** How much is read at once. */
const FRAMES_PER_READ = 50

/**
 * Makes the one file that browsers play: WebM (https://www.webmproject.org/docs/container/) with Opus in stereo,
 * left the user, right the partner. Its length and an index of its seconds stand in it, so that it is sought in
 * by ranges. All browsers play it, Safari since version 17. Written beside its place and moved there when it is
 * safe on the disk: `path` never holds half a file. Takes memory for some seconds of sound alone.
 *
 * It takes the processor for one percent of the recording's length: not for the thread that talks run in.
 */
export async function writeStereoRecording(raw: RawRecording, path: string): Promise<void> {
  const unfinished = `${path}.unfinished`
  const output = new Output({ format: new WebMOutputFormat(), target: new FilePathTarget(unfinished) })
  try {
    await encode(raw, output)
    await output.finalize()
  } catch (error) {
    await output.cancel().catch(() => {})
    await rm(unfinished, { force: true })
    throw error
  }
  await syncFile(unfinished)
  await rename(unfinished, path)
  await syncDirectory(dirname(path))
}

async function encode(raw: RawRecording, output: Output): Promise<void> {
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  output.setMetadataTags({ comment: formatRecordingNote(raw) })
  await output.start()
  const decoderConfig = {
    codec: 'opus',
    numberOfChannels: 2,
    sampleRate: 48_000,
    description: opusHead(),
  }
  for await (const { frame, index } of stereoFrames(raw)) {
    const packet = new EncodedPacket(frame, 'key', (index * FRAME_MS) / 1000, FRAME_MS / 1000)
    await source.add(packet, { decoderConfig })
  }
}

async function* stereoFrames(raw: RawRecording): AsyncGenerator<{ frame: Uint8Array; index: number }> {
  const makeResampler = await loadSpeexResampler({
    fromHz: INBOUND_SAMPLE_RATE_HZ,
    toHz: OUTBOUND_SAMPLE_RATE_HZ,
    frameSamples: INBOUND_FRAME_SAMPLES,
  })
  const resampler = makeResampler()
  const encoder = new Encoder({ channels: 2, sample_rate: OUTBOUND_SAMPLE_RATE_HZ, application: 'voip' })
  encoder.bitrate = BITRATE
  encoder.complexity = COMPLEXITY
  encoder.signal = 'voice'
  try {
    const frames = frameCount(raw.durationMs)
    for (let first = 0; first < frames; first += FRAMES_PER_READ) {
      const count = Math.min(FRAMES_PER_READ, frames - first)
      const { left, right } = await readBoth(raw, first, count)
      for (let at = 0; at < count; at++) {
        const stereo = interleaved(resampler, left, right, at)
        yield { frame: encoder.encode(stereo), index: first + at }
      }
      await nextTurn()
    }
  } finally {
    resampler.close()
  }
}

async function readBoth(raw: RawRecording, first: number, count: number) {
  const leftDelay = ((ENCODER_DELAY + RESAMPLER_DELAY) * INBOUND_SAMPLE_RATE_HZ) / OUTBOUND_SAMPLE_RATE_HZ
  const [left, right] = await Promise.all([
    raw.read('user', first * INBOUND_FRAME_SAMPLES + leftDelay, count * INBOUND_FRAME_SAMPLES),
    raw.read('partner', first * OUTBOUND_FRAME_SAMPLES + ENCODER_DELAY, count * OUTBOUND_FRAME_SAMPLES),
  ])
  return { left, right }
}

function interleaved(
  resampler: SpeexResampler,
  left: Int16Array,
  right: Int16Array,
  frame: number,
): Int16Array {
  const resampled = resampler.process(
    left.subarray(frame * INBOUND_FRAME_SAMPLES, (frame + 1) * INBOUND_FRAME_SAMPLES),
  )
  const stereo = new Int16Array(2 * OUTBOUND_FRAME_SAMPLES)
  for (let at = 0; at < OUTBOUND_FRAME_SAMPLES; at++) {
    stereo[2 * at] = Math.max(-32_768, Math.min(32_767, Math.round(resampled[at] ?? 0)))
    stereo[2 * at + 1] = right[frame * OUTBOUND_FRAME_SAMPLES + at] ?? 0
  }
  return stereo
}

/** RFC 7845, section 5.1. Its pre-skip is 0: players treat it differently in WebM, and here nothing is to be skipped. */
function opusHead(): Uint8Array {
  const head = Buffer.alloc(19)
  head.write('OpusHead', 'latin1')
  head.writeUInt8(1, 8)
  head.writeUInt8(2, 9)
  head.writeUInt32LE(OUTBOUND_SAMPLE_RATE_HZ, 12)
  return head
}
