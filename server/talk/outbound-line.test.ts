import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { OutboundLine } from './outbound-line.ts'
import { TurnTracker } from './turn-tracker.ts'

function createLine() {
  const events: TalkEvent[] = []
  let nowMs = 0
  const turns = new TurnTracker({ emit: (event) => events.push(event) })
  const line = new OutboundLine({ turns, nowMs: () => nowMs, log: pino({ level: 'silent' }) })
  /** Lets time pass; gives the frames that were due. */
  const play = (ms: number) => {
    const frames: Int16Array[] = []
    for (const until = nowMs + ms; nowMs < until; nowMs += 20) {
      const frame = line.pullFrame()
      if (frame) frames.push(frame)
    }
    return frames
  }
  return { line, events, play }
}

const speech = (seconds: number, value = 1_000) =>
  ({ type: 'audio', pcm: new Int16Array(24_000 * seconds).fill(value), sampleRateHz: 24_000 }) as const

describe('the partner’s voice', () => {
  it('comes at the pace of speech, however fast the model makes it', () => {
    const { line, play } = createLine()
    line.take(speech(2))
    expect(play(1_000).length).toBeGreaterThanOrEqual(47)
    expect(play(5_000).length).toBeLessThanOrEqual(53)
  })

  it('stops at once when our guard finds an interruption, and stays so while the model has not noticed', () => {
    const { line, events, play } = createLine()
    line.take({ type: 'outputTranscript', text: 'a long answer' })
    line.take(speech(2))
    play(500)
    line.cutShort()
    expect(play(200)).toEqual([])
    line.take(speech(1))
    line.take({ type: 'outputTranscript', text: ' that goes on' })
    expect(play(1_000)).toEqual([])
    line.take({ type: 'interrupted' })
    line.take({ type: 'turnComplete' })
    line.take(speech(1, 77))
    expect(play(500)[0]?.[0]).toBe(77)
    expect(events.filter(({ type }) => type === 'interrupted')).toHaveLength(1)
    expect(JSON.stringify(events)).not.toContain('goes on')
  })

  it('of the next turn is heard although the model never noticed, for its turn was made long before', () => {
    const { line, play } = createLine()
    line.take(speech(3))
    line.take({ type: 'generationComplete' })
    line.take({ type: 'turnComplete' })
    play(500)
    line.cutShort()
    line.take(speech(1, 77))
    expect(play(500)[0]?.[0]).toBe(77)
  })

  it('of another rate than can be played is left out', () => {
    const { line, play } = createLine()
    line.take({ ...speech(1), sampleRateHz: 16_000 })
    expect(play(500)).toEqual([])
  })

  it('comes with the first message, however small', () => {
    const { line, play } = createLine()
    line.take(speech(0.02))
    expect(play(20)).toHaveLength(1)
  })

  it('waits a little before the next turn after one whose sound came late', () => {
    const { line, play } = createLine()
    line.take(speech(0.04))
    play(100)
    line.take(speech(0.04))
    line.take({ type: 'turnComplete' })
    play(100)
    expect(line.underruns).toBe(1)
    line.take(speech(0.04))
    expect(play(60)).toEqual([])
    expect(play(40)).toHaveLength(2)
  })

  it('that is further ahead than two minutes is left out, and the rest is heard', () => {
    const { line, play } = createLine()
    line.take(speech(119))
    line.take(speech(2, 77))
    line.take({ type: 'generationComplete' })
    expect(play(125_000)).toHaveLength(119 * 50)
  })
})
