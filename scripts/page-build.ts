import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Everything that the page is made of. */
const SOURCES = [
  'client/**/*.{ts,tsx,css,html,json,svg,png,webmanifest}',
  'shared/**/*.ts',
  'vite.config.ts',
  'scripts/{compile-ahead,compress-page}.ts',
  'package-lock.json',
]

/** Builds the page when it is missing or older than any of its sources. */
export async function buildPageIfStale(): Promise<void> {
  if (!isStale(join(root, 'dist/page/index.html'))) return
  process.stdout.write('Building the page...\n')
  const { build } = await import('vite')
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
}

function isStale(built: string): boolean {
  if (!existsSync(built)) return true
  const builtAtMs = statSync(built).mtimeMs
  return SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).some(
    (file) => statSync(join(root, file)).mtimeMs > builtAtMs,
  )
}
