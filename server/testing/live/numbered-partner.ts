import type { FrameResampler } from '../../audio/resampling-framer.ts'
import type { VoiceActivity } from '../../audio/voice-activity.ts'
import type { Ears } from '../../partner/ears.ts'
import type { Heard, MindRequest, PartnerMind, PartnerMinds, Utterance } from '../../partner/partner-mind.ts'
import { typedLine } from './frame-contents.ts'
import { HearingLog } from './hearing-log.ts'
import type { LiveFault } from './live-fault.ts'
import { markOf } from './marked-speech.ts'

/** Its transcript comes in pieces of four characters and more: shorter ones may be said twice in earnest. */
export const GREETING = 'ようこそいらっしゃいました。'

/** Of a line as it was told, or of its beginning; undefined for the greeting. */
export function lineNumber(text: string): number | undefined {
  const digits = /^それは(\d+)番目/.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** A loud sample of speech; the pauses of the test's microphone are digital silence. */
const LOUD = 1_000
const HUM_HZ = 220

export interface NumberedPartnerOptions {
  /** How long each of its lines sounds. */
  lineMs?: number
}

/**
 * A partner of whose lines no two are the same, and that hears marked speech: the ears and the minds of one service
 * for one talk at a time. Lines are numbered over all sessions, so that one that is said again shows.
 */
export class NumberedPartner implements Ears, PartnerMinds {
  readonly hearing = new HearingLog()
  /** How often it was asked to greet. */
  greetings = 0
  /** The lines of which it gave out at least the first sound. */
  readonly lines: string[] = []
  readonly #hum: Int16Array

  constructor({ lineMs = 2_000 }: NumberedPartnerOptions = {}) {
    this.#hum = Int16Array.from(
      { length: lineMs * 24 },
      (_, i) => 6_000 * Math.sin((2 * Math.PI * HUM_HZ * i) / 24_000),
    )
  }

  openVoiceActivity(): VoiceActivity {
    return {
      isVoiced: (frame) => {
        const mark = markOf(frame)
        if (mark) this.hearing.hear(mark)
        return frame.some((sample) => Math.abs(sample) > LOUD)
      },
      reset: () => {},
      close: () => {},
    }
  }

  openResampler(): FrameResampler {
    throw new Error('the test sends 16 kHz')
  }

  /** Writes down what it heard, where the built-in partner only knows that there was a voice. */
  readonly writesDown: LiveFault = () => ({
    out: (frame) =>
      frame.serverContent?.inputTranscription
        ? [{ serverContent: { inputTranscription: { text: this.hearing.transcript() } } }]
        : [frame],
    in: (frame) => {
      this.hearing.read(typedLine(frame) ?? '')
      return true
    },
  })

  create({ memory }: MindRequest): PartnerMind {
    this.hearing.forget()
    let remembered = typeof memory === 'number' ? memory : undefined
    return {
      locale: 'ja-JP',
      opening: async () => {
        this.greetings++
        return this.#say(GREETING)
      },
      reply: async (heard: Heard) => {
        if (heard.kind === 'speech') remembered = this.hearing.endTurn(remembered)
        return this.#say(`それは${this.lines.length}番目のお返事になります。`)
      },
      memory: () => remembered,
    }
  }

  #say(text: string): Utterance {
    this.lines.push(text)
    return { text, pcm: this.#hum }
  }
}
