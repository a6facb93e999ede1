import { describe, expect, it } from 'vitest'
import { ReplyStream } from './reply-stream.ts'

const said = (turnId: string, text: string, final = false) => ({
  ...({ type: 'transcript', role: 'partner', startMs: 0, endMs: 0 } as const),
  ...{ turnId, text, final },
})

describe('the partner’s words for a client that reads them', () => {
  it('come as they are said, each once, and then whole', () => {
    const stream = new ReplyStream()
    expect(stream.take(said('t2', 'はい、'))).toEqual([{ type: 'chunk', text: 'はい、' }])
    expect(stream.take(said('t2', 'はい、どうぞ'))).toEqual([{ type: 'chunk', text: 'どうぞ' }])
    expect(stream.take(said('t2', 'はい、どうぞ', true))).toEqual([
      { type: 'complete', full_text: 'はい、どうぞ' },
    ])
  })

  it('are complete once, though the end is told again with what it cost', () => {
    const stream = new ReplyStream()
    stream.take(said('t2', 'はい', true))
    expect(stream.take(said('t2', 'はい', true))).toEqual([])
    expect(stream.take(said('t4', 'ええ', true))).toEqual([
      { type: 'chunk', text: 'ええ' },
      { type: 'complete', full_text: 'ええ' },
    ])
  })

  it('are not those of the user', () => {
    expect(new ReplyStream().take({ ...said('t1', 'もしもし', true), role: 'user' })).toEqual([])
  })
})
