import { spawnSync } from 'node:child_process'
import { ensureTurnserver } from '../server/testing/network/find-turnserver.ts'

/** Makes sure that the relay tests have a coturn. They do so themselves; this does it ahead, as in an image. */
const turnserver = ensureTurnserver()
const version = spawnSync(turnserver, ['--version'], { encoding: 'utf8' }).stdout.trim()
process.stdout.write(`coturn: ${turnserver} ${version}\n`)
