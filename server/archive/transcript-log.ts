import type { Role, Turn } from '../../shared/turn.ts'

const speakers: Readonly<Record<Role, string>> = { user: 'User', partner: 'Partner' }

/** A talk's words as the Flask service logged them and `POST /feedback` takes them: a line a turn, `User: ...`. */
export function transcriptLog({ turns }: { turns: readonly Turn[] }): Uint8Array {
  const lines = turns.map(({ role, text }) => `${speakers[role]}: ${text.replace(/\s+/g, ' ').trim()}\n`)
  return Buffer.from(lines.join(''))
}
