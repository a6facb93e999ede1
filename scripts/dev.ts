import { type ChildProcess, spawn } from 'node:child_process'

/** `npm run dev`: the server with reload and readable logs, and Vite before it. Either one's end ends both. */
const server = run('node', ['--watch', '--watch-preserve-output', 'server/main.ts'], 'pipe')
const pretty = run(
  'pino-pretty',
  ['--ignore', 'pid,hostname,severity', '--translateTime', 'HH:MM:ss.l'],
  'pipe',
)
server.stdout?.pipe(pretty.stdin ?? process.stdout)
pretty.stdout?.pipe(process.stdout)
const page = run('vite', [], 'inherit')

const all = [server, pretty, page]
for (const child of all) child.once('exit', stopAll)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stopAll)

function run(command: string, args: string[], stdout: 'pipe' | 'inherit'): ChildProcess {
  return spawn(command, args, { stdio: [stdout === 'pipe' ? 'pipe' : 'inherit', stdout, 'inherit'] })
}

function stopAll(): void {
  for (const child of all) child.kill('SIGTERM')
}
