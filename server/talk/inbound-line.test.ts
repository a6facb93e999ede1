import { describe, expect, it } from 'vitest'
import { INBOUND_FRAME_SAMPLES } from '../../shared/audio-format.ts'
import { FakeLiveSession } from '../testing/fake-live-model.ts'
import { InboundLine } from './inbound-line.ts'

const frame = (value: number) => new Int16Array(INBOUND_FRAME_SAMPLES).fill(value)

describe('the way of the voice to the model', () => {
  it('sends 40 ms a message, in order', () => {
    const line = new InboundLine()
    const session = new FakeLiveSession()
    line.connect(session)
    for (const value of [1, 2, 3]) line.push(frame(value))
    expect(session.audio.length).toBe(2 * INBOUND_FRAME_SAMPLES)
    line.push(frame(4))
    expect([...new Set(session.audio)]).toEqual([1, 2, 3, 4])
  })

  it('keeps the last second that was said while connecting, drops what is older and counts it', () => {
    const line = new InboundLine()
    for (let i = 0; i < 60; i++) line.push(frame(i))
    const session = new FakeLiveSession()
    line.connect(session)
    expect(session.audio.length).toBe(16_000)
    expect(session.audio[0]).toBe(10)
    expect(line.droppedMessages).toBe(5)
  })
})
