import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../testing/fake-clock.ts'
import { isAway, retryWhileAway } from './while-away.ts'

const coded = (code: string) => Object.assign(new Error('x'), { code })

describe('a database that is away', () => {
  it.each([
    ['refuses connections', coded('ECONNREFUSED'), true],
    ['was shut down by its operator', coded('57P01'), true],
    ['has no place left', coded('53300'), true],
    [
      'cut the connection, within what drizzle throws',
      new Error('Failed query', { cause: coded('08006') }),
      true,
    ],
    ['cut the connection without a code', new Error('Connection terminated unexpectedly'), true],
    ['is there, and finds a key twice', coded('23505'), false],
    ['is there, and we are wrong', new Error('no such kind'), false],
    ['threw what is no error', 'ECONNREFUSED', false],
  ])('is told apart: it %s', (_, error, expected) => {
    expect(isAway(error)).toBe(expected)
  })
})

describe('what has to be kept while the database is away', () => {
  it('is tried again until it is back', async () => {
    const clock = new FakeClock()
    let tries = 0
    const kept = retryWhileAway(clock, async () => {
      tries++
      if (tries < 4) throw coded('ECONNREFUSED')
      return 'kept'
    })
    await advanceUntil(clock, kept)
    expect(await kept).toBe('kept')
    expect(tries).toBe(4)
  })

  it('is given up after two minutes, and at once when the database is there', async () => {
    const clock = new FakeClock()
    const awayForGood = retryWhileAway(clock, () => Promise.reject(coded('57P01')))
    awayForGood.catch(() => {})
    await advanceUntil(clock, awayForGood)
    await expect(awayForGood).rejects.toThrow()
    expect(clock.nowMs()).toBeGreaterThanOrEqual(120_000)
    await expect(retryWhileAway(clock, () => Promise.reject(coded('23505')))).rejects.toThrow()
  })
})

async function advanceUntil(clock: FakeClock, work: Promise<unknown>): Promise<void> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  work.then(over, over)
  while (!isOver) {
    clock.advance(1_000)
    await new Promise(setImmediate)
  }
}
