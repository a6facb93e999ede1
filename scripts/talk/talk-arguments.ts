import { parseArgs } from 'node:util'

export const talkUsage = `npm run talk -- --wav FILE [options]

Holds a real WebRTC talk from the terminal: speaks FILE, prints both transcripts as they come, and writes what
it heard to a WAV file.

  --wav FILE        what to say: 16-bit PCM, mono or stereo, 16, 24 or 48 kHz
  --url URL         the server (http://127.0.0.1:5000)
  --scenario ID     the role-play (the server's first)
  --out FILE        where to write what was heard (heard.wav beside FILE)
  --seconds N       hang up N seconds after the talk went live, whatever was said by then
  --token TOKEN     for a server that asks for one
`

export interface TalkArguments {
  wav: string
  url: string
  scenario: string | undefined
  out: string | undefined
  seconds: number | undefined
  token: string | undefined
}

/** The message says what is wrong with the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** @throws UsageError */
export function parseTalkArguments(args: readonly string[]): TalkArguments | 'help' {
  const { help, wav, url = 'http://127.0.0.1:5000', scenario, out, seconds, token } = readOptions(args)
  if (help) return 'help'
  if (wav === undefined) throw new UsageError('--wav FILE is missing: what shall be said?')
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new UsageError(`--url must be an address such as http://127.0.0.1:5000, not "${url}".`)
  }
  if (seconds !== undefined && !(Number(seconds) > 0)) {
    throw new UsageError(`--seconds must be a number above 0, not "${seconds}".`)
  }
  return { wav, url, scenario, out, seconds: seconds === undefined ? undefined : Number(seconds), token }
}

function readOptions(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        wav: text,
        url: text,
        scenario: text,
        out: text,
        seconds: text,
        token: text,
      },
    }).values
  } catch (cause) {
    // parseArgs's own sentences name the option and what is wrong with it.
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
