import { parseArgs } from 'node:util'
import { measureBargeIn } from './bench/barge-in.ts'
import { benchConnect } from './bench/connect.ts'
import { benchFallback } from './bench/fallback.ts'
import { formatTable, type Measurement } from './bench/measurement.ts'
import { benchVoice } from './bench/voice.ts'

/** Every benchmark by its name; `npm run bench -- NAME` runs one, `npm run bench` all. */
const suites: Record<string, () => Promise<Measurement[]>> = {
  connect: benchConnect,
  voice: benchVoice,
  fallback: benchFallback,
  'barge-in': measureBargeIn,
}

const { positionals, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } })
const names = positionals.length > 0 ? positionals : Object.keys(suites)
const unknown = names.filter((name) => !(name in suites))
if (unknown.length > 0) {
  process.stderr.write(
    `No benchmark called ${unknown.join(', ')}. There are: ${Object.keys(suites).join(', ')}\n`,
  )
  process.exit(2)
}

const results: Measurement[] = []
for (const name of names) results.push(...((await suites[name]?.()) ?? []))
if (!values.json) process.stdout.write(`${formatTable(results)}\n\n`)
process.stdout.write(`${JSON.stringify(results)}\n`)
