import { AnswerCount, handleOf } from './frame-contents.ts'
import type { LiveFault, LiveWire } from './live-fault.ts'

/** What can go wrong with a connection. */

/** So long after the connection began, or at the end of an answer, counted from 1, the greeting included. */
export type When = { afterMs: number } | { afterAnswer: number }

/** For what the service says at the end of a turn: the usage and a handle. */
const END_OF_TURN_MS = 50

function once(when: When, run: (wire: LiveWire) => void): LiveFault {
  return (wire) => {
    if ('afterMs' in when) {
      wire.after(when.afterMs, () => run(wire))
      return {}
    }
    const answers = new AnswerCount()
    let isDone = false
    return {
      out(frame) {
        const isEnd = answers.see(frame) === when.afterAnswer && frame.serverContent?.turnComplete
        if (isEnd && !isDone) {
          isDone = true
          wire.after(END_OF_TURN_MS, () => run(wire))
        }
        return [frame]
      },
    }
  }
}

/** Deaf and mute from some moment on. */
function withSilence(fault: (becomeSilent: () => void) => LiveFault): LiveFault {
  return (wire) => {
    let isSilent = false
    const filter = fault(() => {
      isSilent = true
    })(wire)
    return {
      out: (frame) => (isSilent ? [] : (filter.out?.(frame) ?? [frame])),
      in: () => !isSilent,
    }
  }
}

/** Says that the user interrupted, who did not; afterwards it may be deaf and mute. */
export function phantomInterrupted({ muted, ...when }: { muted: boolean } & When): LiveFault {
  return withSilence((becomeSilent) =>
    once(when, (wire) => {
      wire.struck()
      wire.send({ serverContent: { interrupted: true } })
      wire.send({ serverContent: { turnComplete: true } })
      if (muted) becomeSilent()
    }),
  )
}

/** The setup is taken late, or, without a time, never. */
export function lateSetupComplete({ delayMs }: { delayMs?: number }): LiveFault {
  return (wire) => ({
    out(frame) {
      if (!frame.setupComplete) return [frame]
      wire.struck()
      if (delayMs !== undefined) wire.after(delayMs, () => wire.send(frame))
      return []
    },
  })
}

export type GoAway = When & {
  timeLeftMs: number
  /** What follows: the end of the connection at its deadline, or no word more, and no end either. */
  after: 'deadline' | 'silence'
}

export function goAway({ timeLeftMs, after, ...when }: GoAway): LiveFault {
  return withSilence((becomeSilent) =>
    once(when, (wire) => {
      wire.struck()
      wire.send({ goAway: { timeLeft: `${timeLeftMs / 1000}s` } })
      if (after === 'silence') becomeSilent()
      else wire.after(timeLeftMs, () => wire.close(1011, 'Deadline expired before operation could complete.'))
    }),
  )
}

/** The connection breaks without a word. */
export function hardCut(when: When): LiveFault {
  return once(when, (wire) => {
    wire.struck()
    wire.cut()
  })
}

/** In the service's words, which decide what is to be done about it. */
export interface ServiceClose {
  code: number
  reason: string
}

export function closeWith({ code, reason, ...when }: ServiceClose & When): LiveFault {
  return once(when, (wire) => {
    wire.struck()
    wire.close(code, reason)
  })
}

/** Takes no setup, or none with a handle. */
export function refuseSetup({ code, reason, of }: ServiceClose & { of: 'any' | 'resumed' }): LiveFault {
  return (wire) => ({
    in({ setup }) {
      if (setup === undefined || (of === 'resumed' && handleOf(setup) === undefined)) return true
      wire.struck()
      wire.close(code, reason)
      return false
    },
  })
}
