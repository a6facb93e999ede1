import { z } from 'zod'
import { MAX_TEXT_CHARS } from '../../../../shared/limits.ts'
import { TalkError } from '../../../errors.ts'
import { parseJsonFrame } from '../json-frame.ts'

const textFrame = z.strictObject({ text: z.string().trim().min(1) })

/**
 * The line in a frame `{"text":"..."}`.
 * @throws TalkError badInput, tooLarge
 */
export function readTextFrame(bytes: Uint8Array): string {
  const parsed = textFrame.safeParse(parseJsonFrame(bytes))
  if (!parsed.success)
    throw new TalkError('badInput', 'A frame is {"text":"..."} with some words, and no more.')
  const { text } = parsed.data
  if (text.length > MAX_TEXT_CHARS) {
    throw new TalkError('tooLarge', `A line has ${MAX_TEXT_CHARS} characters at most.`)
  }
  return text
}
