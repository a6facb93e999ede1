import { useMemo, useState } from 'react'
import type { Turn } from '../../shared/turn.ts'
import { findInText, type TextSpan } from './find-in-text.ts'

export interface TranscriptSearchState {
  query: string
  setQuery: (query: string) => void
  /** How many lines have it. */
  count: number
  /** Which of them is looked at; a new object for each step. */
  current: { index: number; number: number } | undefined
  /** To the next line that has it, or the one before; round the ends. */
  step: (by: 1 | -1) => void
  spansOf: (index: number) => readonly TextSpan[]
}

const NOTHING: readonly TextSpan[] = []

/** A search in what was said. */
export function useTranscriptSearch(turns: readonly Turn[]): TranscriptSearchState {
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const found = useMemo(() => {
    const lines = new Map<number, TextSpan[]>()
    turns.forEach(({ text }, index) => {
      const spans = findInText(text, query)
      if (spans.length > 0) lines.set(index, spans)
    })
    return lines
  }, [turns, query])
  const current = useMemo(() => {
    const index = [...found.keys()][at]
    return index === undefined ? undefined : { index, number: at + 1 }
  }, [found, at])
  return {
    query,
    setQuery: (next) => {
      setQuery(next)
      setAt(0)
    },
    count: found.size,
    current,
    step: (by) => setAt((before) => (found.size === 0 ? 0 : (before + by + found.size) % found.size)),
    spansOf: (index) => found.get(index) ?? NOTHING,
  }
}
