import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatWav } from '../server/audio/wav-file.ts'
import { dialogueScripts } from '../server/partner/scripts/index.ts'
import { voicesDirectory } from '../server/partner/voice-library.ts'
import {
  type RecordingFacts,
  type VoiceManifest,
  voiceManifest,
} from '../server/partner/voice-library-manifest.ts'
import { OUTBOUND_SAMPLE_RATE_HZ } from '../shared/audio-format.ts'
import { renderBackChannels } from './voices/back-channels.ts'
import { type MasteringOptions, master } from './voices/mastering.ts'
import { type PlannedRecording, renderPlan } from './voices/render-plan.ts'
import { findSpeechTools, run, type SpeechTools } from './voices/speech-tools.ts'
import { synthesise } from './voices/synthesis.ts'
import { renderUserRecordings } from './voices/user-recordings.ts'

/**
 * `npm run voices [-- --all]`: renders the built-in partner's lines that are new or whose words or voice have
 * changed (with --all, every one), removes recordings that no line needs any more, and writes the manifest. Also
 * renders the two spoken users of the tests. The results are committed; running the server needs none of the engines.
 */

const MAX_TOTAL_BYTES = 3_000_000
const BITRATE_KBPS = 24
const MASTERING: MasteringOptions = {
  sampleRateHz: OUTBOUND_SAMPLE_RATE_HZ,
  leadMs: 40,
  tailMs: 120,
  // As loud as Gemini's voices; the Opus decoder overshoots by up to 1.5 dB, and -1 dBFS must not be passed.
  levelDbfs: -20,
  peakDbfs: -3,
}

const manifestPath = join(voicesDirectory, 'manifest.json')
const cacheDirectory = join(import.meta.dirname, '../node_modules/.cache/live-talk-voices')
const print = (line: string) => process.stdout.write(`${line}\n`)

async function renderVoices(): Promise<void> {
  const before = process.argv.includes('--all') ? {} : await readManifest()
  const tools = await findSpeechTools(cacheDirectory)
  const scratchDirectory = await mkdtemp(join(tmpdir(), 'live-talk-render-'))
  try {
    const manifest: VoiceManifest = {}
    let rendered = 0
    for (const recording of renderPlan(dialogueScripts)) {
      const known = before[recording.scriptId]?.[recording.lineId]
      const isCurrent = known?.hash === recording.hash && (await isThere(pathOf(recording)))
      const facts = isCurrent ? known : await render(recording, tools, scratchDirectory)
      if (!isCurrent) rendered += 1
      manifest[recording.scriptId] = { ...manifest[recording.scriptId], [recording.lineId]: facts }
    }
    await removeOthers(manifest)
    await writeFile(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`)
    await renderUserRecordings({ tools, scratchDirectory, mastering: MASTERING })
    await renderBackChannels({ tools, scratchDirectory })
    report(manifest, rendered)
  } finally {
    await rm(scratchDirectory, { recursive: true, force: true })
  }
}

async function render(
  recording: PlannedRecording,
  tools: SpeechTools,
  scratchDirectory: string,
): Promise<RecordingFacts> {
  const { sampleRateHz } = MASTERING
  const raw = await synthesise({
    text: recording.spoken,
    voice: recording.voice,
    sampleRateHz,
    tools,
    scratchDirectory,
  })
  const pcm = Int16Array.from(master(raw, MASTERING), (sample) => Math.round(sample * 32_767))
  const wavPath = join(scratchDirectory, 'mastered.wav')
  await writeFile(wavPath, formatWav(pcm, sampleRateHz))
  await mkdir(join(voicesDirectory, recording.scriptId), { recursive: true })
  await run('opusenc', [
    ...['--quiet', '--bitrate', String(BITRATE_KBPS), '--speech', '--comp', '10', '--padding', '0'],
    // A serial number of our own: the same line gives the same bytes.
    ...['--serial', String(Number.parseInt(recording.hash.slice(0, 7), 16)), wavPath, pathOf(recording)],
  ])
  print(`${recording.scriptId}/${recording.lineId}: ${(pcm.length / sampleRateHz).toFixed(1)} s`)
  const { size } = await stat(pathOf(recording))
  return { hash: recording.hash, durationMs: Math.round((pcm.length * 1000) / sampleRateHz), bytes: size }
}

async function readManifest(): Promise<VoiceManifest> {
  if (!(await isThere(manifestPath))) return {}
  return voiceManifest.parse(JSON.parse(await readFile(manifestPath, 'utf8')))
}

async function removeOthers(manifest: VoiceManifest): Promise<void> {
  for (const entry of await readdir(voicesDirectory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.opus')) continue
    const scriptId = entry.parentPath.slice(voicesDirectory.length + 1)
    const isNeeded = manifest[scriptId]?.[entry.name.slice(0, -'.opus'.length)] !== undefined
    if (!isNeeded) await rm(join(entry.parentPath, entry.name))
  }
}

function report(manifest: VoiceManifest, rendered: number): void {
  const all = Object.values(manifest).flatMap((lines) => Object.values(lines))
  const bytes = all.reduce((sum, facts) => sum + facts.bytes, 0)
  const seconds = all.reduce((sum, facts) => sum + facts.durationMs, 0) / 1000
  print(`${rendered} of ${all.length} lines rendered; together ${Math.round(seconds)} s, ${bytes} bytes`)
  if (bytes > MAX_TOTAL_BYTES)
    throw new Error(
      `The recordings take more than ${MAX_TOTAL_BYTES} bytes: shorten lines or leave some out.`,
    )
}

function pathOf({ scriptId, lineId }: PlannedRecording): string {
  return join(voicesDirectory, scriptId, `${lineId}.opus`)
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

await renderVoices()
