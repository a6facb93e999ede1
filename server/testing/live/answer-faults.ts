import { AnswerCount, audioMs, typedLine } from './frame-contents.ts'
import type { LiveFault, ServiceFrame } from './live-fault.ts'

/** What can go wrong with the partner's answers. Each strikes in the given one, counted from 1, the greeting included. */
interface InAnswer {
  answer: number
}

/** What ends a stall; without it nothing does but another connection. */
type Until = { until?: 'typed' }

/** Where "the middle of an answer" is. */
const MIDDLE_MS = 600

/** Says nothing more once it has told what the user said. */
export function stallAfterInput({ answer, until }: InAnswer & Until): LiveFault {
  return stall({
    until,
    strikes:
      () =>
      ({ serverContent }, number) =>
        number === answer && serverContent?.inputTranscription !== undefined,
  })
}

/** Falls silent in the middle of its own sentence. */
export function stallMidAnswer({ answer, until }: InAnswer & Until): LiveFault {
  return stall({
    until,
    strikes: () => {
      const isMiddle = middleOf(answer)
      return isMiddle
    },
  })
}

type Strikes = (frame: ServiceFrame, answer: number) => boolean

function stall({ until, strikes }: { until: 'typed' | undefined; strikes: () => Strikes }): LiveFault {
  return (wire) => {
    const answers = new AnswerCount()
    const isReached = strikes()
    let state: 'before' | 'stalled' | 'over' = 'before'
    return {
      out(frame) {
        if (state === 'stalled') return []
        if (state === 'before' && isReached(frame, answers.see(frame))) {
          state = 'stalled'
          wire.struck()
        }
        return [frame]
      },
      in(frame) {
        if (state === 'stalled' && until === 'typed' && typedLine(frame) !== undefined) state = 'over'
        return true
      },
    }
  }
}

/** True for the one frame with which an answer's sound passes its middle. */
function middleOf(answer: number): Strikes {
  let soundMs = 0
  return (frame, number) => {
    const beforeMs = soundMs
    if (number === answer) soundMs += audioMs(frame)
    return beforeMs <= MIDDLE_MS && soundMs > MIDDLE_MS
  }
}

/** Says that the user interrupted, who did not, and goes on with its answer all the same. */
export function phantomMidAnswer({ answer }: InAnswer): LiveFault {
  return (wire) => {
    const answers = new AnswerCount()
    const isMiddle = middleOf(answer)
    return {
      out(frame) {
        if (!isMiddle(frame, answers.see(frame))) return [frame]
        wire.struck()
        return [frame, { serverContent: { interrupted: true } }]
      },
    }
  }
}

/** All of the words, but only the beginning of the sound, and then the end of the turn. */
export function earlyTurnComplete({ answer }: InAnswer): LiveFault {
  return (wire) => {
    const answers = new AnswerCount()
    const isMiddle = middleOf(answer)
    let state: 'before' | 'cut' | 'ended' = 'before'
    return {
      out(frame) {
        const number = answers.see(frame)
        if (number !== answer || !frame.serverContent) return [frame]
        if (state === 'before') {
          if (isMiddle(frame, number)) state = 'cut'
          return [frame]
        }
        if (state === 'ended') return []
        if (frame.serverContent.outputTranscription) return [frame]
        if (!frame.serverContent.generationComplete) return []
        state = 'ended'
        wire.struck()
        return [frame, { serverContent: { turnComplete: true } }]
      },
    }
  }
}

/** The turn is over before a word was said. */
export function emptyTurnComplete({ answer }: InAnswer): LiveFault {
  return (wire) => {
    const answers = new AnswerCount()
    let isDone = false
    return {
      out(frame) {
        const { serverContent } = frame
        if (answers.see(frame) !== answer || !serverContent || serverContent.inputTranscription)
          return [frame]
        if (isDone) return []
        isDone = true
        wire.struck()
        return [{ serverContent: { turnComplete: true } }]
      },
    }
  }
}

/** Every transcript of one side comes twice. */
export function duplicateTranscripts({ of }: { of: 'user' | 'partner' }): LiveFault {
  return (wire) => ({
    out(frame) {
      const { inputTranscription, outputTranscription } = frame.serverContent ?? {}
      const isDoubled = (of === 'user' ? inputTranscription : outputTranscription) !== undefined
      if (isDoubled) wire.struck()
      return isDoubled ? [frame, structuredClone(frame)] : [frame]
    },
  })
}
