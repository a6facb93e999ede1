import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import type { LogLevel } from './environment.ts'

// Where a secret could stand in what Fastify and we log. Talk content is never logged in the first place.
const REDACTED = [
  'req.headers.authorization',
  'req.headers.cookie',
  'headers.authorization',
  'apiKey',
  'token',
  'credential',
]

/** The server's logger: one JSON line an event, on standard output where nothing else is named. */
export function createLog(level: LogLevel, to?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { err: pino.stdSerializers.err },
    // Cloud Logging reads `severity`, people read `level`.
    formatters: { level: (label) => ({ level: label, severity: severityOf(label) }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return to ? pino(options, to) : pino(options)
}

function severityOf(level: string): string {
  return { warn: 'WARNING', fatal: 'CRITICAL', trace: 'DEBUG' }[level] ?? level.toUpperCase()
}
