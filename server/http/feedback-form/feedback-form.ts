import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { Turn } from '../../../shared/turn.ts'
import { TalkError } from '../../errors.ts'
import type { ReceivedUpload, UploadShelf } from '../../keeping/upload-shelf.ts'
import { readTalkLog } from './talk-log.ts'

/** What a posted form holds. Disposing drops the upload, unless it was kept. */
export interface FeedbackForm extends AsyncDisposable {
  turns: Turn[]
  upload: ReceivedUpload | undefined
}

const MAX_LOG_BYTES = 5_000_000
const MAX_AUDIO_BYTES = 100 * 1024 * 1024

/**
 * Reads `multipart/form-data` (RFC 7578) with the fields `log` and `audio`, of which one must be there.
 * @throws TalkError unsupportedType, badInput, tooLarge
 */
export async function readFeedbackForm(request: FastifyRequest, uploads: UploadShelf): Promise<FeedbackForm> {
  if (!request.isMultipart()) {
    throw new TalkError('unsupportedType', 'Send multipart/form-data with the fields log and audio.')
  }
  await using owned = new AsyncDisposableStack()
  let log: string | undefined
  let upload: ReceivedUpload | undefined
  try {
    for await (const part of request.parts({ limits })) {
      if (part.fieldname === 'log' && log === undefined) log = await textOf(part)
      else if (part.type === 'file' && part.fieldname === 'audio' && !upload) {
        const { file } = part
        upload = owned.use(await uploads.receive(file, { isCut: () => file.truncated }))
      } else if (part.type === 'file') part.file.resume() // other fields are nobody's business here
    }
  } catch (error) {
    throw formFault(error)
  }
  if (log === undefined && !upload) {
    throw new TalkError(
      'badInput',
      'The form has neither log nor audio, which is a file. Send one of them, or both.',
    )
  }
  const turns = readTalkLog(log ?? '')
  if (turns.length === 0 && !upload) {
    throw new TalkError('badInput', 'The log has no words in it, and there is no audio.')
  }
  const kept = owned.move()
  return { turns, upload, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

const limits = { fileSize: MAX_AUDIO_BYTES, files: 4, fields: 20, parts: 24, fieldSize: MAX_LOG_BYTES }

/** Some clients post the log as a file. */
async function textOf(part: MultipartFile | MultipartValue): Promise<string> {
  if (part.type === 'field') {
    if (part.valueTruncated) throw logTooLong()
    return String(part.value)
  }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of part.file) {
    bytes += chunk.length
    if (bytes > MAX_LOG_BYTES) throw logTooLong()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const logTooLong = () => new TalkError('tooLarge', 'The log is longer than 5 MB.')

/** The plugin's and the parser's own errors: too much of something, or a form that is cut or none. */
function formFault(error: unknown): unknown {
  if (error instanceof TalkError) return error
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown } // whatever was thrown has no type
  if (statusCode === 413)
    return new TalkError('tooLarge', 'There is too much in this form. Send log and audio alone.', {
      cause: error,
    })
  // What the disk says is no fault of the form.
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code) && code !== 'ECONNRESET') return error
  return new TalkError('badInput', 'The form is broken or was cut off. Send it again.', { cause: error })
}
