import { describe, expect, it } from 'vitest'
import type { Locale } from '../../shared/scenario.ts'
import { ModelTurn } from './model-turn.ts'

/** A turn with so much text and sound, completed. */
function turnOf(text: string, soundMs: number, locale: Locale = 'en-US'): ModelTurn {
  const turn = new ModelTurn({ locale })
  turn.takes({ type: 'outputTranscript', text }, 0)
  turn.takes({ type: 'audio', pcm: new Int16Array(soundMs * 24), sampleRateHz: 24_000 }, 10)
  turn.completes()
  return turn
}

describe('a turn of the model’s', () => {
  it('was cut short when its words are many more than its sound can hold', () => {
    // As fast as people speak, and twice as fast.
    expect(turnOf('a'.repeat(170), 10_000).isCutShort).toBe(false)
    expect(turnOf('a'.repeat(340), 10_000).isCutShort).toBe(true)
    expect(turnOf('あ'.repeat(80), 10_000, 'ja-JP').isCutShort).toBe(false)
    expect(turnOf('あ'.repeat(160), 10_000, 'ja-JP').isCutShort).toBe(true)
  })

  it('was not when it is short, or the user has cut in', () => {
    expect(turnOf('Yes, of course.', 0).isCutShort).toBe(false)
    const turn = turnOf('a'.repeat(340), 1_000)
    turn.interruptedByUser()
    expect(turn.isCutShort).toBe(false)
  })

  it('is told to go on once, and not at all when the rest comes by itself', () => {
    const asked = turnOf('a'.repeat(340), 1_000)
    asked.nudged()
    expect(asked.isCutShort).toBe(false)
    const goesOn = turnOf('a'.repeat(340), 1_000)
    expect(goesOn.takes({ type: 'outputTranscript', text: 'more' }, 20)).toBe(true)
    expect(goesOn.isCutShort).toBe(false)
  })

  it('that the service broke off is not whole, unless all of it was made', () => {
    const broken = new ModelTurn({ locale: 'en-US' })
    broken.takes({ type: 'outputTranscript', text: 'What' }, 0)
    broken.brokenOff()
    broken.completes()
    expect(broken.isCutShort).toBe(true)
    const made = new ModelTurn({ locale: 'en-US' })
    made.takes({ type: 'outputTranscript', text: 'What' }, 0)
    made.generated()
    made.brokenOff()
    made.completes()
    expect(made.isCutShort).toBe(false)
  })
})
