import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatWav } from '../../server/audio/wav-file.ts'
import { INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { type MasteringOptions, master } from './mastering.ts'
import type { SpeechTools } from './speech-tools.ts'
import { synthesise } from './synthesis.ts'
import { userVoices } from './voice-casting.ts'

const directory = join(import.meta.dirname, '../../server/testing/speech')
const SILENCE_MS = 500

/** Two people who open a call. */
const USERS = [
  {
    file: 'user-ja.wav',
    voice: userVoices.ja,
    text: 'お世話になっております。議事録を自動で作るサービスの件で、お電話いたしました。',
  },
  {
    file: 'user-en.wav',
    voice: userVoices.en,
    text: "Hello, thanks for your time. I'd like to hear how the pilot went, before we talk about prices.",
  },
] as const

/** Renders them as WAV: 16 kHz mono, half a second of silence, the speech, half a second of silence. */
export async function renderUserRecordings(options: {
  tools: SpeechTools
  scratchDirectory: string
  mastering: MasteringOptions
}): Promise<void> {
  await mkdir(directory, { recursive: true })
  for (const { file, voice, text } of USERS) {
    const raw = await synthesise({ ...options, text, voice, sampleRateHz: INBOUND_SAMPLE_RATE_HZ })
    const sound = master(raw, {
      ...options.mastering,
      sampleRateHz: INBOUND_SAMPLE_RATE_HZ,
      leadMs: SILENCE_MS,
      tailMs: SILENCE_MS,
    })
    const pcm = Int16Array.from(sound, (sample) => Math.round(sample * 32_767))
    await writeFile(join(directory, file), formatWav(pcm, INBOUND_SAMPLE_RATE_HZ))
  }
}
