import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseWav } from '../../audio/wav-file.ts'

/** 20 ms at 16 kHz. */
export const MARKED_FRAME_SAMPLES = 320
/** "お世話になっております": the first words of the recording, without the silence before them. */
const PHRASE_SAMPLES = { from: 8_000, to: 24_000 }
export const UTTERANCE_FRAMES = (PHRASE_SAMPLES.to - PHRASE_SAMPLES.from) / MARKED_FRAME_SAMPLES
export const UTTERANCE_MS = UTTERANCE_FRAMES * 20

/** Which 20 ms of which utterance a frame is. */
export interface Mark {
  utterance: number
  frame: number
}

const MAGIC = 0xb5a3
const WORD_BITS = 16

const phrase = lazily(() =>
  parseWav(readFileSync(join(import.meta.dirname, '../speech/user-ja.wav'))).samples.slice(
    PHRASE_SAMPLES.from,
    PHRASE_SAMPLES.to,
  ),
)

/**
 * Somebody's spoken phrase, each 20 ms of which carries, in the lowest bits of its samples, which it is: so that the
 * far end of a way that keeps PCM as it is can tell whether all of it came, and once.
 */
export function markedUtterance(utterance: number): Int16Array {
  const pcm = phrase().slice()
  for (let frame = 0; frame < UTTERANCE_FRAMES; frame++) {
    const samples = pcm.subarray(frame * MARKED_FRAME_SAMPLES, (frame + 1) * MARKED_FRAME_SAMPLES)
    for (const [i, word] of [MAGIC, utterance, frame].entries()) writeWord(samples, i, word)
  }
  return pcm
}

/** @param frame 20 ms; undefined when it is no part of an utterance */
export function markOf(frame: Int16Array): Mark | undefined {
  if (readWord(frame, 0) !== MAGIC) return undefined
  return { utterance: readWord(frame, 1), frame: readWord(frame, 2) }
}

function writeWord(samples: Int16Array, index: number, word: number): void {
  for (let bit = 0; bit < WORD_BITS; bit++) {
    const at = index * WORD_BITS + bit
    samples[at] = ((samples[at] ?? 0) & ~1) | ((word >> bit) & 1)
  }
}

function readWord(samples: Int16Array, index: number): number {
  let word = 0
  for (let bit = 0; bit < WORD_BITS; bit++) word |= ((samples[index * WORD_BITS + bit] ?? 0) & 1) << bit
  return word
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
