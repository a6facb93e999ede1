import { parseArgs } from 'node:util'
import { measureBargeIn } from './bench/barge-in.ts'
import { benchConnect } from './bench/connect.ts'
import { benchFallback } from './bench/fallback.ts'
import { benchKeeping } from './bench/keeping.ts'
import { benchLive } from './bench/live.ts'
import { formatTables, type Measurement } from './bench/measurement.ts'
import { benchPage } from './bench/page.ts'
import { benchRelay } from './bench/relay.ts'
import { benchVoice, voiceParts } from './bench/voice.ts'

/** Every benchmark by its name. */
const suites: Record<string, (only: readonly string[]) => Promise<Measurement[]>> = {
  connect: benchConnect,
  voice: benchVoice,
  live: benchLive,
  fallback: benchFallback,
  relay: benchRelay,
  keeping: benchKeeping,
  'barge-in': measureBargeIn,
  page: benchPage,
}
/** What runs when none is named: `voice` holds those that are not here. */
const all = ['connect', 'voice', 'live']

const usage = `npm run bench                           ${all.join(', ')}, one after the other
npm run bench -- NAME...                ${Object.keys(suites).join(', ')}
npm run bench -- voice --only PART...   ${Object.keys(voiceParts).join(', ')}
npm run bench -- NAME... --json         the figures alone, as JSON

A missed target is printed as such and does not change the exit code.
`

function stop(message: string, exitCode: number): never {
  ;(exitCode === 0 ? process.stdout : process.stderr).write(message)
  process.exit(exitCode)
}

function readArguments(): { names: string[]; only: string[]; json: boolean } {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) stop(usage, 0)
  if (!values.only) return { names: positionals.length > 0 ? positionals : all, only: [], json: values.json }
  const [name, ...only] = positionals
  if (name !== 'voice' || only.length === 0) stop(`Only voice has parts. Name at least one.\n\n${usage}`, 2)
  return { names: [name], only, json: values.json }
}

const { names, only, json } = readArguments()
const unknown = [
  ...names.filter((name) => !(name in suites)),
  ...only.filter((part) => !(part in voiceParts)),
]
if (unknown.length > 0) stop(`There is no ${unknown.join(', ')}.\n\n${usage}`, 2)

const results: Measurement[] = []
for (const name of names) results.push(...((await suites[name]?.(only)) ?? []))
if (!json) process.stdout.write(`${formatTables(results)}\n\n`)
process.stdout.write(`${JSON.stringify(results)}\n`)
