import { ALL_FORMATS, AudioSampleSink, Input, UrlSource } from 'mediabunny'
import { addSamples, silentPeaks, type WaveformPeaks } from './waveform-peaks.ts'

export interface ReadPeaksOptions {
  url: string
  durationMs: number
  signal: AbortSignal
}

/**
 * Reads how loud each side is from the recording (left: user, right: partner). Piece by piece, for an hour of stereo
 * decoded at once is more than a gigabyte, which a phone does not have.
 * @returns undefined where the browser cannot decode it, or nobody waits any more
 */
export async function readPeaks({
  url,
  durationMs,
  signal,
}: ReadPeaksOptions): Promise<WaveformPeaks | undefined> {
  const input = new Input({ source: new UrlSource(url), formats: ALL_FORMATS })
  const stop = () => input.dispose()
  signal.addEventListener('abort', stop)
  try {
    const track = await input.getPrimaryAudioTrack()
    if (!track || !(await track.canDecode())) return undefined
    const peaks = silentPeaks()
    for await (const sample of new AudioSampleSink(track).samples()) {
      const piece = { startMs: sample.timestamp * 1000, sampleRateHz: sample.sampleRate, durationMs }
      addSamples(peaks.user, channelOf(sample, 0), piece)
      addSamples(peaks.partner, channelOf(sample, 1), piece)
      sample.close()
      if (signal.aborted) return undefined
    }
    return peaks
  } catch {
    // The blocks of the turns stay: a waveform is not worth a word of trouble.
    return undefined
  } finally {
    signal.removeEventListener('abort', stop)
    input.dispose()
  }
}

interface Planes {
  numberOfFrames: number
  numberOfChannels: number
  copyTo(destination: Float32Array, options: { planeIndex: number; format: 'f32-planar' }): void
}

function channelOf(sample: Planes, channel: number): Float32Array {
  const samples = new Float32Array(sample.numberOfFrames)
  const planeIndex = Math.min(channel, sample.numberOfChannels - 1)
  sample.copyTo(samples, { planeIndex, format: 'f32-planar' })
  return samples
}
