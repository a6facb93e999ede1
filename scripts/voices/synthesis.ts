import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatWav, parseWav } from '../../server/audio/wav-file.ts'
import { englishPhrasing, japanesePhrasing, respaced, type Span } from './phrasing.ts'
import { run, type SpeechTools } from './speech-tools.ts'
import type { Voice } from './voice-casting.ts'

/** Mei's louder moods clip without it; the level is set afterwards anyway. */
const OPEN_JTALK_VOLUME_DB = '-8'
/** The unit of times in HTS labels is 100 ns. */
const LABEL_UNITS_PER_SECOND = 1e7

export interface SynthesisRequest {
  text: string
  voice: Voice
  sampleRateHz: number
  tools: SpeechTools
  /** For files on the way. One rendering at a time in each. */
  scratchDirectory: string
}

/** Speaks a text. Gives mono with full scale 1, neither trimmed nor at any particular level. */
export async function synthesise(request: SynthesisRequest): Promise<Float32Array> {
  const { voice, sampleRateHz, scratchDirectory } = request
  const spokenPath = join(scratchDirectory, 'spoken.wav')
  const equalisedPath = join(scratchDirectory, 'equalised.wav')
  if (voice.engine === 'flite') await speakEnglish(request.text, voice, spokenPath)
  else await speakJapanese(request, voice, spokenPath)
  const effects = voice.equaliser.flatMap((effect) => effect.split(' '))
  // -D: without dither, so that the same text gives the same bytes.
  await run('sox', [
    ...['-D', spokenPath, '-b', '16', equalisedPath],
    ...['gain', '-12', ...effects, 'rate', '-v', String(sampleRateHz), 'gain', '-n', '-1'],
  ])
  return floats(parseWav(await readFile(equalisedPath)).samples)
}

async function speakEnglish(line: string, voice: Voice & { engine: 'flite' }, wavPath: string) {
  const { text, pausesMs } = englishPhrasing(line)
  const features = Object.entries(voice.features).flatMap(([name, value]) => ['--setf', `${name}=${value}`])
  const segments = await run('flite', [
    ...['-voice', voice.model, ...features, '-psdur', '-t', text, '-o', wavPath],
  ])
  await respace(wavPath, segmentPauses(segments), pausesMs)
}

async function speakJapanese(
  { text: line, tools, scratchDirectory }: SynthesisRequest,
  voice: Voice & { engine: 'open-jtalk' },
  wavPath: string,
) {
  const { text, pausesMs } = japanesePhrasing(line)
  const textPath = join(scratchDirectory, 'text.txt')
  const tracePath = join(scratchDirectory, 'trace.txt')
  await writeFile(textPath, `${text}\n`)
  await run('open_jtalk', [
    ...['-x', tools.dictionary, '-m', tools.models[voice.model], '-ow', wavPath, '-ot', tracePath],
    ...['-fm', String(voice.halfTones), '-r', String(voice.speed), '-g', OPEN_JTALK_VOLUME_DB],
    textPath,
  ])
  await respace(wavPath, labelPauses(await readFile(tracePath, 'utf8')), pausesMs)
}

async function respace(wavPath: string, pauses: readonly Span[], pausesMs: readonly number[]) {
  if (pauses.length !== pausesMs.length)
    throw new Error(`The engine makes ${pauses.length} pauses and not ${pausesMs.length}: change the line.`)
  const { samples, sampleRateHz } = parseWav(await readFile(wavPath))
  const sound = respaced(floats(samples), sampleRateHz, pauses, pausesMs)
  const pcm = Int16Array.from(sound, (sample) => Math.round(sample * 32_768))
  await writeFile(wavPath, formatWav(pcm, sampleRateHz))
}

/** Of an Open JTalk trace: lines `START END p1^p2-p3+p4=p5/...`, p3 the sound itself, `pau` for a pause. */
function labelPauses(trace: string): Span[] {
  return [...trace.matchAll(/^(\d+) (\d+) \S*?-pau\+/gm)].map(([, start, end]) => ({
    startS: Number(start) / LABEL_UNITS_PER_SECOND,
    endS: Number(end) / LABEL_UNITS_PER_SECOND,
  }))
}

/** Of what `flite -psdur` prints: `SOUND:END ...` in seconds, with a `pau` before the first sound and after the last. */
function segmentPauses(printed: string): Span[] {
  const segments = printed
    .trim()
    .split(/\s+/)
    .map((segment) => segment.split(':'))
  return segments.flatMap(([sound, end], index) =>
    sound === 'pau' && index > 0 && index < segments.length - 1
      ? [{ startS: Number(segments[index - 1]?.[1]), endS: Number(end) }]
      : [],
  )
}

function floats(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (sample) => sample / 32_768)
}
