import type { Turn } from '../../../shared/turn.ts'
import type { HeardTurn } from './judgement-answer.ts'

/** A caption that missed half of a turn is believed to have; one that missed a speech is not. */
const MAX_GROWTH = 2
/** A caption may have missed a short turn wholly. */
const MAX_ADDED_CHARS = 40

/**
 * The captions, corrected by what the model heard. A turn's text may change, its place, speaker and times may not,
 * and it may not grow beyond what a caption misses: the model is not to put words into the user's mouth and then
 * quote them. Where there were no captions the talk is what the model heard, without times.
 */
export function heardTranscript(turns: readonly Turn[], heard: readonly HeardTurn[]): Turn[] {
  if (turns.length === 0) {
    return heard
      .filter(({ text }) => text.trim() !== '')
      .map(({ role, text }, at) => ({ id: `t${at + 1}`, role, text: text.trim(), startMs: 0, endMs: 0 }))
  }
  const byId = new Map(heard.map((turn) => [turn.turnId, turn]))
  return turns.map((turn) => {
    const again = byId.get(turn.id)
    const text = again?.text.trim() ?? ''
    const isCredible = text !== '' && text.length <= turn.text.length * MAX_GROWTH + MAX_ADDED_CHARS
    return again?.role === turn.role && isCredible ? { ...turn, text } : turn
  })
}
