import { pino } from 'pino'
import { systemClock } from '../../clock.ts'
import { openStore, type Store } from '../open-store.ts'
import type { StoreSettings } from './store-place.ts'
import { testJobKinds } from './test-jobs.ts'

/** In a process that `StoreProcess` started: the store that it was told of. */
export function openFromArguments(): Promise<Store> {
  const settings = JSON.parse(process.argv[2] ?? '') as StoreSettings // what StoreProcess wrote
  const log = pino({ level: 'warn' }, process.stderr)
  return openStore({ ...settings, jobKinds: testJobKinds, clock: systemClock, log })
}

/** Synchronous: what was said was acknowledged before it was killed. */
export function say(word: string, what: string): void {
  process.stdout.write(`${word} ${what}\n`)
}
