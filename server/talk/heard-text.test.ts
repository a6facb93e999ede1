import { describe, expect, it } from 'vitest'
import { HeardText } from './heard-text.ts'

/** Pieces of text, and sound in ms, in the order in which the model gave them. */
function turn(...given: (string | number)[]): HeardText {
  const heard = new HeardText()
  for (const each of given) {
    if (typeof each === 'string') heard.addText(each)
    else heard.addSound(each)
  }
  return heard
}

describe('the words that were heard of a turn', () => {
  const english = turn('Good morning,', 800, ' how can', 500, ' I help you?', 700)

  it.each([
    [0, ''],
    [800, 'Good morning,'],
    [1_300, 'Good morning, how can'],
    [2_000, 'Good morning, how can I help you?'],
    [9_999, 'Good morning, how can I help you?'],
  ])('after %i ms are the pieces whose sound was played', (heardMs, text) => {
    expect(english.until(heardMs)).toBe(text)
  })

  it('end at a whole word in the midst of a piece', () => {
    expect(english.until(500)).toBe('Good')
    expect(english.until(1_800)).toBe('Good morning, how can I help')
  })

  it('end at a character where words are not set apart', () => {
    expect(turn('はい、どうぞお話しください。', 1_400).until(700)).toBe('はい、どうぞお')
  })

  it('are shared out over all of the sound when the words came before it', () => {
    const early = turn('One two', ' three four', 1_000, 1_000)
    expect(early.text).toBe('One two three four')
    expect(early.until(1_000)).toBe('One two')
  })
})
