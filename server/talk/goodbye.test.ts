import { describe, expect, it } from 'vitest'
import { Goodbye } from './goodbye.ts'

/** When it is over, looked at every 20 ms. @param speaks whether the partner does, at a time */
function overAtMs(speaks: (atMs: number) => boolean, begunAtMs = 1_000): number | undefined {
  const goodbye = new Goodbye()
  for (let atMs = 0; atMs <= 60_000; atMs += 20) {
    if (atMs === begunAtMs) goodbye.begin(atMs)
    if (goodbye.isOver(atMs, speaks(atMs))) return atMs
  }
  return undefined
}

describe('a partner who hangs up', () => {
  it('is heard to the end of what they say, and a breath longer', () => {
    expect(overAtMs((atMs) => atMs < 4_000)).toBe(5_480)
  })

  it('and says goodbye only then is waited for', () => {
    expect(overAtMs((atMs) => atMs > 2_000 && atMs < 3_000)).toBe(4_480)
  })

  it('and goes on talking is hung up on after 20 s', () => {
    expect(overAtMs(() => true)).toBe(21_000)
  })

  it('has not done so yet', () => {
    expect(overAtMs(() => false, 70_000)).toBeUndefined()
  })
})
