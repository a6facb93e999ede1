import { randomBytes } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FileState, type Part } from '@google/genai'
import type { Logger } from 'pino'
import type { Clock } from '../../clock.ts'
import { runInThread } from '../../run-in-thread.ts'
import { EvaluationError, type TalkAudio } from '../evaluator.ts'
import type { GeminiService } from './gemini-service.ts'
import type { PackedSound } from './repack-sound.ts'
import type { RepackReply, RepackRequest } from './repack-worker.ts'
import type { Unheard } from './unheard.ts'

/** Of the whole request. The documented limit was 20 MB for years and is 100 MB now; not every endpoint knows. */
const MAX_INLINE_BYTES = 15_000_000
/** Prompt, transcript and schema of a long talk, generously. */
const PROMPT_BYTES = 500_000
const FILE_POLL_MS = 1_000
/** A file of an hour is ready within seconds. */
const FILE_READY_TIMEOUT_MS = 60_000

/** https://ai.google.dev/gemini-api/docs/audio#supported-formats */
const HEARD_TYPES: Record<string, string> = {
  'audio/wav': 'audio/wav',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/mpeg': 'audio/mp3',
  'audio/mp3': 'audio/mp3',
  'audio/aiff': 'audio/aiff',
  'audio/aac': 'audio/aac',
  'audio/flac': 'audio/flac',
  'audio/x-flac': 'audio/flac',
}
/** Containers that the model does not take, or not with all that they may hold. */
const REPACKED_TYPES = ['audio/webm', 'video/webm', 'audio/ogg', 'audio/mp4', 'audio/x-m4a', 'video/mp4']

interface Sound {
  /** Told to the model before the sound. */
  label: string
  file: Blob
}

/** A talk's sound as parts of a request: in it while it is small, else through the Files API. */
export interface SoundParts {
  parts: Part[]
  unheard: Unheard | undefined
}

export interface SoundPartsOptions {
  audio: TalkAudio | undefined
  /** For the sound on its way to the service, as files. */
  directory: string
  /** Undefined where there is no Files API (Vertex AI). */
  files: GeminiService | undefined
  /** Removes what was uploaded, whatever became of the evaluation. */
  cleanUp: AsyncDisposableStack
  /** For the removal, which goes on when the evaluation was aborted. */
  removals: GeminiService
  clock: Clock
  log: Logger
  signal: AbortSignal
  onProgress: (share: number) => void
}

/** @throws EvaluationError; the signal's reason */
export async function soundParts(options: SoundPartsOptions): Promise<SoundParts> {
  const sounds = options.audio ? await soundsOf(options.audio, options) : []
  if (typeof sounds === 'string') return { parts: [], unheard: sounds }
  const bytes = sounds.reduce((sum, { file }) => sum + base64Bytes(file.size), PROMPT_BYTES)
  if (bytes > MAX_INLINE_BYTES && !options.files) return { parts: [], unheard: 'tooLarge' }
  const parts: Part[] = []
  for (const [at, { label, file }] of sounds.entries()) {
    const sound = bytes <= MAX_INLINE_BYTES ? await inlinePart(file) : await uploadedPart(file, options)
    if (!sound) return { parts: [], unheard: 'unreadable' }
    parts.push({ text: label }, sound)
    options.onProgress((at + 1) / sounds.length)
  }
  return { parts, unheard: undefined }
}

async function soundsOf(
  audio: TalkAudio,
  { directory: parent, cleanUp, signal }: Pick<SoundPartsOptions, 'directory' | 'cleanUp' | 'signal'>,
): Promise<Sound[] | Unheard> {
  // On disk, for an hour of both sides is 230 MB.
  const directory = await mkdtemp(join(parent, `live-talk-sound-${process.pid}-`))
  cleanUp.defer(() => rm(directory, { recursive: true, force: true }))
  if (audio.kind === 'mixed') {
    const sound = await packed(audio, join(directory, 'sound'), signal)
    if (typeof sound === 'string') return sound
    const file = await openAsBlob(sound.path, { type: sound.type })
    return [{ label: 'The recording of the whole talk, both speakers in one channel:', file }]
  }
  const sounds: Sound[] = []
  const wavs = await audio.sounds.writeWavs(directory, signal)
  if (!wavs) return sounds
  for (const speaker of ['user', 'partner'] as const) {
    const file = await openAsBlob(wavs[speaker], { type: 'audio/wav' })
    sounds.push({ label: `The recording of the ${speaker}'s channel, from the talk's start:`, file })
  }
  return sounds
}

/** A file in a form that the model takes: itself, or another one at `to`. */
async function packed(
  { path, type: given }: Extract<TalkAudio, { kind: 'mixed' }>,
  to: string,
  signal: AbortSignal,
): Promise<PackedSound | Unheard> {
  const named = given.split(';')[0]?.trim().toLowerCase() ?? ''
  const type = HEARD_TYPES[named]
  if (type) return { path, type }
  if (!REPACKED_TYPES.includes(named)) return 'unknownFormat'
  const module = new URL('repack-worker.ts', import.meta.url)
  try {
    const request: RepackRequest = { path, to }
    return (await runInThread<RepackReply>(module, request, signal)) ?? 'unknownFormat'
  } catch (error) {
    signal.throwIfAborted()
    // The disk's word, not the file's.
    if (error instanceof Error && 'code' in error) throw error
    return 'unreadable'
  }
}

const base64Bytes = (bytes: number) => Math.ceil(bytes / 3) * 4

async function inlinePart(file: Blob): Promise<Part> {
  const data = Buffer.from(await file.arrayBuffer()).toString('base64')
  return { inlineData: { mimeType: file.type, data } }
}

async function uploadedPart(file: Blob, options: SoundPartsOptions): Promise<Part | undefined> {
  const { files, cleanUp, removals, log } = options
  if (!files) return undefined
  const name = `files/talk-${randomBytes(12).toString('hex')}`
  // Before the upload: the service may have taken what we never heard the answer to.
  cleanUp.defer(async () => {
    await removals.remove(name).catch((error: unknown) => {
      if (!(error instanceof EvaluationError && error.reason === 'modelRefused'))
        log.warn({ err: error }, 'a sound that was judged could not be deleted; the service does so in 48 h')
    })
  })
  await files.upload(name, file)
  const { state, uri } = await readyFile(name, files, options)
  return state === FileState.FAILED || !uri ? undefined : { fileData: { fileUri: uri, mimeType: file.type } }
}

/** The file once it is no longer being processed. */
async function readyFile(name: string, files: GeminiService, { clock, signal }: SoundPartsOptions) {
  const deadlineMs = clock.nowMs() + FILE_READY_TIMEOUT_MS
  for (;;) {
    const file = await files.file(name)
    if (file.state !== FileState.PROCESSING && file.state !== FileState.STATE_UNSPECIFIED) return file
    if (clock.nowMs() >= deadlineMs) {
      throw new EvaluationError(
        'modelFailed',
        'The AI service did not get the recording ready in time. The feedback is tried again later.',
        { canRetry: true },
      )
    }
    await pause(FILE_POLL_MS, clock, signal)
  }
}

/** @throws the signal's reason */
async function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  using _timer = clock.after(ms, resolve)
  try {
    await promise
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
