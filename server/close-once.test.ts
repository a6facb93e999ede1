import { describe, expect, it } from 'vitest'
import { CloseOnce } from './close-once.ts'

describe('a close', () => {
  it('runs once, and every caller waits for the same end', async () => {
    const closing = new CloseOnce()
    let runs = 0
    const close = async () => {
      runs++
    }
    await Promise.all([closing.run(close), closing.run(close)])
    expect(runs).toBe(1)
  })

  it('has begun before its first line runs, so that a close from within does not start another', async () => {
    const closing = new CloseOnce()
    const seen: boolean[] = []
    const close = async () => {
      seen.push(closing.begun)
      void closing.run(close)
    }
    await closing.run(close)
    expect(seen).toEqual([true])
  })

  it('fails for every caller when it fails', async () => {
    const closing = new CloseOnce()
    const first = closing.run(() => Promise.reject(new Error('stuck')))
    await expect(first).rejects.toThrow('stuck')
    await expect(closing.run(() => Promise.resolve())).rejects.toThrow('stuck')
  })
})
