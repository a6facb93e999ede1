import { parseArgs } from 'node:util'
import { z } from 'zod'

export const loadUsage = `npm run load -- --talks N [options]

Holds N WebRTC talks at once against a server, and measures how well they get through and what they cost it.

  --talks N         how many talks
  --url URL         the server (http://127.0.0.1:5000)
  --minutes M       how long, from when the last talk is live (1)
  --duty DUTY       conversation: the user speaks, then listens as long (the default)
                    duplex: the user speaks again after a second, whoever else speaks
  --scenario ID     the role-play (the server's first)
  --token TOKEN     for a server that asks for one
  --json            the figures alone, as JSON

The server's own caps count: MAX_TALKS, and MAX_TALKS_PER_USER where a token is the user.
Run it on another machine than the server, if there is one: it needs a processor of its own.
`

export const duties = ['conversation', 'duplex'] as const

const aboveZero = 'must be a number above 0'
const wholeTalks = 'must be a whole number above 0: how many talks at once'

const loadArguments = z.object({
  talks: z.coerce.number(wholeTalks).int(wholeTalks).positive(wholeTalks),
  url: z
    .url({ protocol: /^https?$/, error: 'must be an address such as http://127.0.0.1:5000' })
    .default('http://127.0.0.1:5000'),
  minutes: z.coerce.number(aboveZero).positive(aboveZero).default(1),
  duty: z.enum(duties, `must be ${duties.join(' or ')}`).default('conversation'),
  scenario: z.string().optional(),
  token: z.string().optional(),
  json: z.boolean().default(false),
})

export type LoadArguments = z.infer<typeof loadArguments>

/** The message says what is wrong with the command line. */
export class LoadUsageError extends Error {
  override readonly name = 'LoadUsageError'
}

/** @throws LoadUsageError */
export function parseLoadArguments(args: readonly string[]): LoadArguments | 'help' {
  const { help, ...given } = readOptions(args)
  if (help) return 'help'
  const parsed = loadArguments.safeParse(given)
  if (parsed.success) return parsed.data
  throw new LoadUsageError(
    parsed.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}.`).join('\n'),
  )
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { ...flag, short: 'h' },
        json: flag,
        talks: text,
        url: text,
        minutes: text,
        duty: text,
        scenario: text,
        token: text,
      },
    }).values
  } catch (cause) {
    // parseArgs's own sentences name the option and what is wrong with it.
    throw new LoadUsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
