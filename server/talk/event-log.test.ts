import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { EventLog } from './event-log.ts'

const notice = (code: string): TalkEvent => ({ type: 'notice', code, message: '' })
const never = () => new AbortController().signal

async function codes(log: EventLog, after: number, signal = never()) {
  const seen: string[] = []
  for await (const { event } of log.read(after, signal)) if (event.type === 'notice') seen.push(event.code)
  return seen
}

describe('the log of a talk', () => {
  it('gives a client that comes back what it missed, and no more', async () => {
    const log = new EventLog()
    for (const code of ['a', 'b', 'c']) log.append(notice(code))
    log.close()
    expect(await codes(log, 0)).toEqual(['a', 'b', 'c'])
    expect(await codes(log, 2)).toEqual(['c'])
    expect(await codes(log, 3)).toEqual([])
  })

  it('lets several clients wait for what is to come', async () => {
    const log = new EventLog()
    const readers = [codes(log, 0), codes(log, 0)]
    log.append(notice('a'))
    await Promise.resolve()
    log.append(notice('b'))
    log.close()
    expect(await Promise.all(readers)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  it('stops at once when the client goes, and holds nothing of it', async () => {
    const log = new EventLog()
    const client = new AbortController()
    const reading = codes(log, 0, client.signal)
    await Promise.resolve()
    expect(log.readerCount).toBe(1)
    client.abort()
    expect(await reading).toEqual([])
    expect(log.readerCount).toBe(0)
  })

  it('keeps no listener on the signal for each event that it waited for', async () => {
    const log = new EventLog()
    const client = new AbortController()
    const reader = log.read(0, client.signal)
    for (let i = 0; i < 20; i++) {
      const next = reader.next()
      log.append(notice(String(i)))
      await next
    }
    expect(getEventListeners(client.signal, 'abort').length).toBeLessThanOrEqual(1)
    client.abort()
  })

  it('drops the oldest events beyond 2,000', async () => {
    const log = new EventLog()
    for (let i = 0; i < 2_500; i++) log.append(notice(String(i)))
    log.close()
    const seen = await codes(log, 10)
    expect([seen.length, seen[0], seen.at(-1)]).toEqual([2_000, '500', '2499'])
  })
})
