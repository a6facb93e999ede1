import { expect, it } from 'vitest'
import { MARKED_FRAME_SAMPLES, markedUtterance, markOf, UTTERANCE_FRAMES } from './marked-speech.ts'

it('tells each 20 ms of an utterance from every other, and from silence', () => {
  const pcm = markedUtterance(901)
  const marks = Array.from({ length: UTTERANCE_FRAMES }, (_, frame) =>
    markOf(pcm.subarray(frame * MARKED_FRAME_SAMPLES, (frame + 1) * MARKED_FRAME_SAMPLES)),
  )
  expect(marks).toEqual(Array.from({ length: UTTERANCE_FRAMES }, (_, frame) => ({ utterance: 901, frame })))
  expect(markOf(new Int16Array(MARKED_FRAME_SAMPLES))).toBeUndefined()
})

it('does not hear an utterance in one that is out of step', () => {
  expect(markOf(markedUtterance(1).subarray(7))).toBeUndefined()
})
