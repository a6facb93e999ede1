import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { INBOUND_SAMPLE_RATE_HZ, OUTBOUND_SAMPLE_RATE_HZ } from '../../../../shared/audio-format.ts'
import { joined } from '../../../audio/fixtures/sound.ts'
import { decodeOggOpus } from '../../../audio/ogg-opus.ts'
import { levelDbfs } from '../../../audio/pcm.ts'
import { parseWav } from '../../../audio/wav-file.ts'
import { voicesDirectory } from '../../../partner/voice-library.ts'
import { voiceManifest } from '../../../partner/voice-library-manifest.ts'

/** A man and a woman of each language. */
const PARTNERS = [
  'it-manager-sato',
  'angry-customer-mori',
  'price-negotiation-carter',
  'performance-talk-lee',
] as const
const speechDirectory = join(import.meta.dirname, '..')

/** Who else there is in an overlap. */
export interface Speakers {
  /** Partners who speak line after line: 24 kHz mono. */
  partners: readonly Int16Array[]
  /** A sentence of each user's at the usual level: 16 kHz mono. */
  users: Record<'ja' | 'en', Int16Array>
}

/** @param seconds how long each of the partners can speak, at least; they have two minutes of lines */
export async function readSpeakers(usualDbfs: number, seconds: number): Promise<Speakers> {
  const manifest = voiceManifest.parse(
    JSON.parse(await readFile(join(voicesDirectory, 'manifest.json'), 'utf8')),
  )
  const partners = await Promise.all(
    PARTNERS.map(async (scriptId) => {
      const lines: Int16Array[] = []
      let samples = 0
      for (const lineId of Object.keys(manifest[scriptId] ?? {})) {
        if (samples >= seconds * OUTBOUND_SAMPLE_RATE_HZ) break
        const file = await readFile(join(voicesDirectory, scriptId, `${lineId}.opus`))
        const line = await decodeOggOpus(file, OUTBOUND_SAMPLE_RATE_HZ)
        lines.push(line)
        samples += line.length
      }
      return joined(...lines)
    }),
  )
  const [ja, en] = await Promise.all([usualSpeech('ja', usualDbfs), usualSpeech('en', usualDbfs)])
  return { partners, users: { ja, en } }
}

async function usualSpeech(locale: 'ja' | 'en', dbfs: number): Promise<Int16Array> {
  const { samples, sampleRateHz } = parseWav(await readFile(join(speechDirectory, `user-${locale}.wav`)))
  if (sampleRateHz !== INBOUND_SAMPLE_RATE_HZ) throw new Error('The users speak at 16 kHz.')
  // The half second of silence at both ends does not count; the pauses in between weigh a dB.
  const speech = samples.subarray(sampleRateHz / 2, samples.length - sampleRateHz / 2)
  const factor = 10 ** ((dbfs - 1 - levelDbfs(speech)) / 20)
  return samples.map((sample) => sample * factor)
}
