import { existsSync } from 'node:fs'
import { installPackages } from '../install-packages.ts'

const SYSTEM_PATHS = ['/usr/bin/turnserver', '/usr/local/bin/turnserver', '/opt/homebrew/bin/turnserver']

/** coturn's server: the one that is named in TURNSERVER_PATH, or the system's. */
export function findTurnserver(): string | undefined {
  const candidates = [process.env.TURNSERVER_PATH ?? '', ...SYSTEM_PATHS]
  return candidates.find((path) => path !== '' && existsSync(path))
}

/**
 * Makes sure that the relay tests have a coturn: what is there, else Debian's.
 * @throws Error that says what to do: a missing coturn must never look like a passed test
 */
export function ensureTurnserver(): string {
  const found = findTurnserver() ?? (installPackages('coturn') ? findTurnserver() : undefined)
  if (found) return found
  throw new Error(
    'The relay tests need coturn and it could not be installed. Install it (Debian: apt-get install coturn) or name its turnserver in TURNSERVER_PATH.',
  )
}
