import { describe, expect, it } from 'vitest'
import { type PeerPresence, PeerWatchdog } from './peer-watchdog.ts'

/** Looks every 20 ms until `untilMs`; something is heard at the times given. */
function watch(heardAtMs: number[], untilMs: number): [number, PeerPresence][] {
  const watchdog = new PeerWatchdog()
  const changes: [number, PeerPresence][] = []
  for (let ms = 0; ms <= untilMs; ms += 20) {
    if (heardAtMs.includes(ms)) watchdog.heard(ms)
    const presence = watchdog.look(ms)
    if (presence) changes.push([ms, presence])
  }
  return changes
}

describe('the watch over a peer', () => {
  it('says nothing while something comes now and then', () => {
    expect(watch([0, 2_500, 5_000, 7_500, 10_000], 12_000)).toEqual([])
  })

  it('notices silence after 8 s and absence after 15 s', () => {
    expect(watch([1_000], 60_000)).toEqual([
      [9_000, 'silent'],
      [16_000, 'gone'],
    ])
  })

  it('notices when the peer is back', () => {
    expect(watch([0, 11_000], 12_000)).toEqual([
      [8_000, 'silent'],
      [11_000, 'here'],
    ])
  })

  it('waits for the first sign of a peer that is still connecting', () => {
    expect(watch([], 60_000)).toEqual([])
  })
})
