import { z } from 'zod'
import { MAX_TEXT_CHARS } from '../../../shared/limits.ts'
import type { Role, Turn } from '../../../shared/turn.ts'
import { TalkError } from '../../errors.ts'

/** A talk of an hour has about 600. */
const MAX_TURNS = 5_000

const message = z.looseObject({
  role: z.string().optional(),
  speaker: z.string().optional(),
  text: z.string().optional(),
  content: z.string().optional(),
})

const log = z.union([z.array(message), z.looseObject({ messages: z.array(message) })])

/**
 * Reads the log that a client of the Flask service posts: JSON, which is a list of `{role, text}` or
 * `{"messages": [...]}`, or plain lines such as `User: hello`. Nobody wrote down when anything was said, so all
 * times are 0.
 * @throws TalkError badInput when it is none of these
 */
export function readTalkLog(text: string): Turn[] {
  const spoken = isJson(text) ? ofJson(text) : ofLines(text)
  const said = spoken.filter((line) => line.text !== '')
  if (said.length > MAX_TURNS) throw new TalkError('tooLarge', `A log has ${MAX_TURNS} lines at most.`)
  if (said.some((line) => line.text.length > MAX_TEXT_CHARS)) {
    throw new TalkError('tooLarge', `One line of a log has ${MAX_TEXT_CHARS} characters at most.`)
  }
  return said.map((line, index) => ({ id: `t${index + 1}`, ...line, startMs: 0, endMs: 0 }))
}

type Line = Pick<Turn, 'role' | 'text'>

/** Not a line that begins with its time in brackets. */
const isJson = (text: string) => /^\s*(?:\{|\[\s*(?:[[{\]"]|$))/.test(text)

function ofJson(text: string): Line[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new TalkError(
      'badInput',
      'The log begins like JSON and is none. Send valid JSON, or lines such as User: hello.',
    )
  }
  const parsed = log.safeParse(value)
  if (!parsed.success)
    throw new TalkError('badInput', 'The log is a list of {role, text}, or {messages: [...]}.')
  const messages = Array.isArray(parsed.data) ? parsed.data : parsed.data.messages
  return messages.map(({ role, speaker, text, content }) => ({
    role: roleOf(role ?? speaker ?? ''),
    text: (text ?? content ?? '').trim(),
  }))
}

/** When a line was said, as some clients wrote it before the name: `[10:02]`, `10:02:30`, with or without a date. */
const TIMESTAMP = /^\s*\[?(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T])?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?\]?\s+/
const NAMED_LINE = /^\s*([^:：\s][^:：]{0,39}?)\s*[:：]\s*(.*)$/

/** A line without a name goes on with what the one before said. */
function ofLines(text: string): Line[] {
  const lines: Line[] = []
  for (const stamped of text.split(/\r?\n/)) {
    const line = stamped.replace(TIMESTAMP, '')
    const [, name, words] = NAMED_LINE.exec(line) ?? []
    const last = lines.at(-1)
    if (name !== undefined && words !== undefined) lines.push({ role: roleOf(name), text: words.trim() })
    else if (last) last.text = `${last.text}\n${line.trim()}`.trim()
    else if (line.trim() !== '') lines.push({ role: 'user', text: line.trim() })
  }
  return lines
}

/** Who is not the user is the partner, under whatever name. */
function roleOf(name: string): Role {
  return /^(user|you|me|human|ユーザー?|利用者|あなた|自分|営業)$/i.test(name.trim()) ? 'user' : 'partner'
}
