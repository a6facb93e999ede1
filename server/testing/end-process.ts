import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A test that is ended in the middle leaves nothing running either: the child dies with this process, until disposed. */
export function killAtExit(child: ChildProcess): Disposable {
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  return { [Symbol.dispose]: () => void process.off('exit', kill) }
}

/** Resolves when it has ended, if it ran at all. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}
