import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const SYSTEM_PATHS = ['/usr/bin/turnserver', '/usr/local/bin/turnserver', '/opt/homebrew/bin/turnserver']
// apt on a slow line; a person would have given up before.
const INSTALL_TIMEOUT_MS = 300_000

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
  const found = findTurnserver() ?? installed()
  if (found) return found
  throw new Error(
    'The relay tests need coturn and it could not be installed. Install it (Debian: apt-get install coturn) or name its turnserver in TURNSERVER_PATH.',
  )
}

function installed(): string | undefined {
  process.stdout.write('No coturn here: asking apt...\n')
  // Where one is not root, only if it can be had without a password.
  const [command, ...before] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get']
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'coturn'],
  ]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const { status } = spawnSync(command, [...before, ...args], {
      stdio: 'inherit',
      timeout: INSTALL_TIMEOUT_MS,
      env,
    })
    if (status !== 0) return undefined
  }
  return findTurnserver()
}
