import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatWav } from '../../server/audio/wav-file.ts'
import {
  type BargeInManifest,
  bargeInDirectory,
  bargeInManifestPath,
} from '../../server/testing/speech/barge-in/recordings.ts'
import { INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { type SpokenOver, spokenOver } from './back-channels-lines.ts'
import { type MasteringOptions, master } from './mastering.ts'
import { run, type SpeechTools } from './speech-tools.ts'
import { synthesise } from './synthesis.ts'

const MAX_TOTAL_BYTES = 600_000
const BITRATE_KBPS = 16
/** Room above it for the loudest of them and for louder users. */
const USUAL_DBFS = -26
const MASTERING: MasteringOptions = {
  sampleRateHz: INBOUND_SAMPLE_RATE_HZ,
  leadMs: 20,
  tailMs: 40,
  levelDbfs: USUAL_DBFS,
  peakDbfs: -3,
}

/**
 * Renders what the tests and the benchmark of barge-in say into the partner's speech: 50 back-channels and 50 real
 * interruptions as Ogg Opus, with `manifest.json`. The same lines give the same bytes.
 */
export async function renderBackChannels(options: {
  tools: SpeechTools
  /** For files on the way. One rendering at a time in each. */
  scratchDirectory: string
}): Promise<void> {
  await mkdir(bargeInDirectory, { recursive: true })
  await removeRenderedBefore()
  const manifest: BargeInManifest = { usualDbfs: USUAL_DBFS, recordings: [] }
  let bytes = 0
  for (const [index, line] of spokenOver.entries()) {
    const path = join(bargeInDirectory, `${line.id}.opus`)
    const durationMs = await render(line, index, path, options)
    const { id, kind, locale, text, voice, levelDb } = line
    manifest.recordings.push({ id, kind, locale, text, voice: voice.model, levelDb, durationMs })
    bytes += (await stat(path)).size
  }
  if (bytes > MAX_TOTAL_BYTES)
    throw new Error(`The back-channels and interruptions take ${bytes} bytes: shorten some.`)
  await writeFile(bargeInManifestPath, `${JSON.stringify(manifest, null, 2)}\n`)
}

/** @returns how long it is, the 60 ms around the speech included */
async function render(
  line: SpokenOver,
  index: number,
  path: string,
  { tools, scratchDirectory }: { tools: SpeechTools; scratchDirectory: string },
): Promise<number> {
  const { sampleRateHz, levelDbfs } = MASTERING
  const raw = await synthesise({
    text: line.text,
    voice: line.voice,
    sampleRateHz,
    tools,
    scratchDirectory,
  })
  const sound = master(raw, { ...MASTERING, levelDbfs: levelDbfs + line.levelDb })
  const pcm = Int16Array.from(sound, (sample) => Math.round(sample * 32_767))
  const wavPath = join(scratchDirectory, 'spoken-over.wav')
  await writeFile(wavPath, formatWav(pcm, sampleRateHz))
  // A serial number of our own: the same line gives the same bytes.
  await run('opusenc', [
    ...['--quiet', '--bitrate', String(BITRATE_KBPS), '--speech', '--comp', '10', '--padding', '0'],
    ...['--serial', String(index + 1), wavPath, path],
  ])
  return Math.round((pcm.length * 1000) / sampleRateHz)
}

async function removeRenderedBefore(): Promise<void> {
  const text = await readFile(bargeInManifestPath, 'utf8').catch(() => undefined)
  if (text === undefined) return
  const { recordings }: { recordings: { id: string }[] } = JSON.parse(text)
  for (const { id } of recordings) await rm(join(bargeInDirectory, `${id}.opus`), { force: true })
}
