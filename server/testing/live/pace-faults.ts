import { AnswerCount, audioMs } from './frame-contents.ts'
import type { LiveFault, ServiceFrame } from './live-fault.ts'

/** Frames whose shape or pace is not what one would expect, and which are allowed all the same. */

type Parts = NonNullable<NonNullable<ServiceFrame['serverContent']>['modelTurn']>['parts']

/** How many chunks of sound share a frame; a line has no whole number of them, so that its end is bundled too. */
const BUNDLE_PARTS = 12

/** Words, sounds and the end of what is generated in one frame. */
export function bundledFrames(): LiveFault {
  return (wire) => {
    let words = ''
    let parts: Parts = []
    return {
      out(frame) {
        const { outputTranscription, modelTurn, generationComplete, interrupted } = frame.serverContent ?? {}
        words = interrupted ? '' : words + (outputTranscription?.text ?? '')
        parts = interrupted ? [] : [...parts, ...(modelTurn?.parts ?? [])]
        if (!generationComplete && parts.length < BUNDLE_PARTS)
          return outputTranscription || modelTurn ? [] : [frame]
        const bundle: ServiceFrame = {
          serverContent: {
            ...(parts.length > 0 ? { modelTurn: { parts } } : {}),
            ...(words ? { outputTranscription: { text: words } } : {}),
            ...(generationComplete ? { generationComplete } : {}),
          },
        }
        words = ''
        parts = []
        wire.struck()
        return [bundle]
      },
    }
  }
}

/** The first chunk of an answer over and over, for so long, all in one go; the rest of its own sound is left out. */
export function burst({ answer, soundMs }: { answer: number; soundMs: number }): LiveFault {
  return (wire) => {
    const answers = new AnswerCount()
    let isDone = false
    return {
      out(frame) {
        const chunkMs = audioMs(frame)
        if (answers.see(frame) !== answer || chunkMs === 0) return [frame]
        if (isDone) return []
        isDone = true
        wire.struck()
        return Array.from({ length: Math.ceil(soundMs / chunkMs) }, () => frame)
      },
    }
  }
}

/** Sound slower than it is played, with a gap after each chunk. Whatever follows waits behind it. */
export function slowAudio({ speed }: { speed: number }): LiveFault {
  return (wire) => {
    let freeAtMs = 0
    let utterance = 0
    return {
      out(frame) {
        const nowMs = wire.clock.nowMs()
        if (frame.serverContent?.interrupted) {
          utterance++
          freeAtMs = nowMs
        }
        const soundMs = audioMs(frame)
        if (soundMs > 0) wire.struck()
        else if (freeAtMs <= nowMs) return [frame]
        const dueMs = Math.max(freeAtMs, nowMs)
        const belongsTo = utterance
        wire.after(dueMs - nowMs, () => {
          if (belongsTo === utterance) wire.send(frame)
        })
        freeAtMs = dueMs + soundMs / speed
        return []
      },
    }
  }
}

/** JSON in text frames, as other servers of the protocol send it. */
export function textFrames(): LiveFault {
  return (wire) => ({
    out(frame) {
      wire.struck()
      wire.send(frame, { asText: true })
      return []
    },
  })
}

/** Frames between the others: ones that only count tokens, ones with fields that nobody knows, or no JSON. */
export function strayFrames(kind: 'usage' | 'unknown' | 'notJson'): LiveFault {
  const stray = strays[kind]
  return (wire) => ({
    out(frame) {
      if (frame.setupComplete) return [frame]
      wire.struck()
      wire.send(stray)
      return [kind === 'unknown' ? { ...frame, mood: 'good' } : frame]
    },
  })
}

const strays: Record<'usage' | 'unknown' | 'notJson', ServiceFrame | string> = {
  usage: {
    usageMetadata: {
      promptTokenCount: 1,
      responseTokenCount: 0,
      totalTokenCount: 1,
      promptTokensDetails: [],
      responseTokensDetails: [],
    },
  },
  unknown: { vibe: { level: 3 } },
  notJson: '{"serverContent": ',
}
