import { describe, expect, it } from 'vitest'
import { livePolicy } from './live-policy.ts'
import { UtteranceTape } from './utterance-tape.ts'

const MESSAGE_MS = 40
const push = (tape: UtteranceTape, value: number, ms: number) => {
  for (let passed = 0; passed < ms; passed += MESSAGE_MS) tape.push(new Int16Array(640).fill(value))
}
/** Ms of each value that is to be said again. */
function replayed(tape: UtteranceTape): Record<number, number> {
  const ms: Record<number, number> = {}
  for (const [value = 0] of tape.replay()) ms[value] = (ms[value] ?? 0) + MESSAGE_MS
  return ms
}

describe('what a new connection is given to hear', () => {
  it('is nothing when nobody spoke and no time passed', () => {
    const tape = new UtteranceTape(livePolicy.memory)
    push(tape, 1, 5_000)
    tape.cut()
    expect(replayed(tape)).toEqual({})
  })

  it('is what came since there was none, a second of it at most, the newest', () => {
    const tape = new UtteranceTape(livePolicy.memory)
    push(tape, 1, 5_000)
    tape.cut()
    push(tape, 2, 200)
    push(tape, 3, 880)
    expect(replayed(tape)).toEqual({ 2: 120, 3: 880 })
    expect(tape.droppedMs).toBe(80)
    expect(replayed(tape)).toEqual({})
  })

  it('is all of an utterance that has no answer, from shortly before its first word', () => {
    const tape = new UtteranceTape(livePolicy.memory)
    push(tape, 1, 5_000)
    push(tape, 2, 200)
    tape.begin()
    push(tape, 2, 5_800)
    tape.cut()
    push(tape, 3, 2_000)
    expect(replayed(tape)).toEqual({ 1: 280, 2: 6_000, 3: 2_000 })
    expect(tape.droppedMs).toBe(0)
  })

  it('is an utterance once more when that connection breaks too, and not once it was answered', () => {
    const tape = new UtteranceTape(livePolicy.memory)
    tape.begin()
    push(tape, 2, 1_000)
    tape.cut()
    tape.replay()
    tape.cut()
    expect(replayed(tape)).toEqual({ 2: 1_000 })
    tape.answered()
    tape.cut()
    expect(replayed(tape)).toEqual({})
  })

  it('is 20 s at most', () => {
    const tape = new UtteranceTape(livePolicy.memory)
    tape.begin()
    push(tape, 2, 60_000)
    tape.cut()
    expect(replayed(tape)).toEqual({ 2: 20_000 })
  })
})
