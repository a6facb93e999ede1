import { existsSync } from 'node:fs'
import { createApp } from './app.ts'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { StartError } from './errors.ts'
import { createLog } from './log.ts'

/** The process: settings in, app up, signals. Nothing else touches `process`. */

function readConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    refuseToStart(error)
  }
}

/** Whoever runs the server is told what to do; a stack would only hide it. */
function refuseToStart(error: Error): never {
  const why = error.cause instanceof Error ? ` (${error.cause.message})` : ''
  process.stderr.write(`${error.message}${why}\n`)
  process.exit(1)
}

const config = readConfig()
const log = createLog(config.logLevel)

const app = await createApp({ config, log }).catch((error: unknown) => {
  if (error instanceof StartError) refuseToStart(error)
  throw error
})
log.info({ url: app.url, partner: config.partner.kind }, `Live Talk is at ${app.url}`)

let stopping = false
async function stop(exitCode: number): Promise<void> {
  if (stopping) return
  stopping = true
  await app.close()
  process.exit(exitCode)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    log.info({ signal }, 'stopping')
    stop(0).catch((error: unknown) => {
      log.fatal({ err: error }, 'could not stop cleanly')
      process.exit(1)
    })
  })
}
// Whatever gets here was meant to be caught below. The talks are ended properly, and the process starts afresh.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log.fatal({ err: error, event }, 'an error that nobody caught')
    stop(1).catch(() => process.exit(1))
  })
}
