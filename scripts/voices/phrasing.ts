/** Which pauses a line is spoken with. */
export interface Phrasing {
  /** For the engine. */
  text: string
  /** For each pause between its phrases, in order. */
  pausesMs: number[]
}

/** A stretch of a sound, in seconds. */
export interface Span {
  startS: number
  endS: number
}

const JAPANESE_MARKS = /[、。？…　]+/g
const ENGLISH_MARKS = /[,.?!:;]+(?=\s)/g

const COMMA_MS = 140
const SENTENCE_MS = 390
/** What is written as …… */
const HESITATION_MS = 560

/**
 * Reading aloud, Open JTalk pauses equally long at commas and at ends of sentences, and at a higher speed hardly
 * at all. In a conversation a comma is a short breath, and written hesitation is heard.
 */
export function japanesePhrasing(line: string): Phrasing {
  const pausesMs: number[] = []
  const spoken = line.replace(/^[…、　]+/, '')
  const text = spoken.replaceAll(JAPANESE_MARKS, (marks, at: number) => {
    if (at + marks.length < spoken.length) pausesMs.push(japanesePauseMs(marks))
    if (marks.includes('？')) return '？'
    return marks.includes('。') ? '。' : '、'
  })
  return { text, pausesMs }
}

function japanesePauseMs(marks: string): number {
  if (marks.includes('…')) return HESITATION_MS
  return /[。？]/.test(marks) ? SENTENCE_MS : COMMA_MS
}

/** Flite runs sentences together with a tenth of a second between them. */
export function englishPhrasing(line: string): Phrasing {
  const pausesMs = [...line.matchAll(ENGLISH_MARKS)].map(([marks]) =>
    marks.startsWith(',') ? COMMA_MS : SENTENCE_MS,
  )
  return { text: line, pausesMs }
}

/** How long a cut takes to be inaudible. */
const FADE_S = 0.005

/**
 * Gives the pauses of a sound new lengths, by cutting them in their middle or by putting silence there.
 * @param pauses in order, not overlapping, one for each length
 */
export function respaced(
  sound: Float32Array,
  sampleRateHz: number,
  pauses: readonly Span[],
  pausesMs: readonly number[],
): Float32Array {
  const samples = (seconds: number) => Math.round(seconds * sampleRateHz)
  const parts: Float32Array[] = []
  let from = 0
  pauses.forEach(({ startS, endS }, index) => {
    const targetS = (pausesMs[index] ?? 0) / 1000
    const keptS = Math.min(targetS, endS - startS) / 2
    const before = sound.slice(from, samples(startS + keptS))
    fadeEdges(before, samples(FADE_S), { start: index > 0, end: true })
    parts.push(before, new Float32Array(samples(Math.max(0, targetS - 2 * keptS))))
    from = samples(endS - keptS)
  })
  const last = sound.slice(from)
  fadeEdges(last, samples(FADE_S), { start: pauses.length > 0, end: false })
  parts.push(last)
  return joined(parts)
}

function fadeEdges(part: Float32Array, length: number, edges: { start: boolean; end: boolean }): void {
  for (let at = 0; at < Math.min(length, part.length); at += 1) {
    const last = part.length - 1 - at
    if (edges.start) part[at] = (part[at] ?? 0) * (at / length)
    if (edges.end) part[last] = (part[last] ?? 0) * (at / length)
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
