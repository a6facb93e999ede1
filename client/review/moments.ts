import { createContext, useContext } from 'react'
import type { Evidence } from '../../shared/feedback.ts'

/** What a quote leads to: its line in the transcript, and its sound where there is a recording. */
export interface Moments {
  hasSound: boolean
  show: (evidence: Pick<Evidence, 'turnId' | 'startMs'>) => void
}

export const MomentsContext = createContext<Moments>({ hasSound: false, show: () => {} })

export function useMoments(): Moments {
  return useContext(MomentsContext)
}
