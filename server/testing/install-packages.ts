import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// apt on a slow line, perhaps behind another test's; a person would have given up before.
const INSTALL_TIMEOUT_MS = 300_000
/** Tests of several files may each want something at the same time, and apt refuses while it is at work. */
const LOCK = join(tmpdir(), 'live-talk-apt.lock')

/**
 * Installs packages of Debian's, for tests that need what npm does not have. Where one is not root, only if they can
 * be had without a password.
 * @returns whether they are there now
 */
export function installPackages(...names: string[]): boolean {
  process.stdout.write(`No ${names[0]} here: asking apt...\n`)
  const apt = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...names],
  ].every((args) => {
    const options = { stdio: 'inherit', timeout: INSTALL_TIMEOUT_MS, env } as const
    return spawnSync('flock', [LOCK, ...apt, ...args], options).status === 0
  })
}
