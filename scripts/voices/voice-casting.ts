import type { Mood } from '../../server/partner/dialogue-script.ts'

/** HTS voices: Mei in five styles, and a man of the NIT ATR503 speech database. */
export type JapaneseModel = 'mei_normal' | 'mei_happy' | 'mei_angry' | 'mei_sad' | 'nitech_jp_atr503_m001'
/** Voices that are part of Flite. */
export type EnglishModel = 'rms' | 'slt' | 'awb'

/** How a line is spoken. `equaliser` holds sox effects, each with its arguments. */
export type Voice =
  | { engine: 'open-jtalk'; model: JapaneseModel; halfTones: number; speed: number; equaliser: string[] }
  | { engine: 'flite'; model: EnglishModel; features: Record<string, number>; equaliser: string[] }

/**
 * Both male voices and slt come out of their vocoders duller than people sound: 10 dB less between 2 and 4 kHz than
 * the average of human speech (Byrne et al., 1994), slt with its fundamental far too strong as well. These bring
 * them near it.
 */
const BRIGHTER_MAN = ['highpass 70', 'equalizer 1500 1q +4', 'treble +7 2200', 'equalizer 2800 1q +2']
const BRIGHTER_WOMAN = ['highpass 120', 'bass -10 240', 'treble +5 2400']

const sato = (halfTones: number, speed: number): Voice => ({
  engine: 'open-jtalk',
  model: 'nitech_jp_atr503_m001',
  halfTones,
  speed,
  equaliser: BRIGHTER_MAN,
})

/** Mei is a girl, at 350 Hz; half-tones down make women of her. */
const mei = (model: JapaneseModel, halfTones: number, speed: number): Voice => ({
  engine: 'open-jtalk',
  model,
  halfTones,
  speed,
  equaliser: ['highpass 90'],
})

/** Her melody as recorded spans two half-tones, a reader's; a deviation of 55 Hz gives her a speaker's. */
const slt = (durationStretch: number, meanHz: number): Voice => ({
  engine: 'flite',
  model: 'slt',
  features: {
    duration_stretch: durationStretch,
    int_f0_target_mean: meanHz,
    int_f0_target_stddev: 55,
  },
  equaliser: BRIGHTER_WOMAN,
})

/** His melody cannot be changed: Flite ignores every such feature with this voice. */
const rms: Voice = {
  engine: 'flite',
  model: 'rms',
  features: { duration_stretch: 0.86 },
  equaliser: ['highpass 70', 'bass -5 180', 'equalizer 1000 0.8q +3'],
}

/*
 * Speeds are chosen for the rate of speech without its pauses, which `-r` stretches differently in each model:
 * eight morae a second, as people talk on the telephone, a little less when moved.
 */
const SATO: Record<Mood, Voice> = {
  calm: sato(0, 1.1),
  warm: sato(1, 1.08),
  angry: sato(0, 1.15),
  low: sato(-1, 1),
}
const MORI: Record<Mood, Voice> = {
  calm: mei('mei_normal', -4, 1.12),
  warm: mei('mei_normal', -3, 1.1),
  angry: mei('mei_angry', -3, 2.1),
  low: mei('mei_sad', -4, 1.8),
}
const GENERIC_JA: Record<Mood, Voice> = {
  calm: mei('mei_normal', -6, 1.1),
  warm: mei('mei_happy', -7, 1.18),
  angry: mei('mei_normal', -5, 1.15),
  low: mei('mei_sad', -6, 1.8),
}

/** Who speaks a line. @throws Error when nobody was cast for the script */
export function voiceFor(scriptId: string, mood: Mood): Voice {
  switch (scriptId) {
    case 'it-manager-sato':
      return SATO[mood]
    case 'angry-customer-mori':
      return MORI[mood]
    case 'generic-ja':
      return GENERIC_JA[mood]
    case 'price-negotiation-carter':
      return rms
    case 'performance-talk-lee':
      return slt(0.94, 172)
    case 'generic-en':
      return slt(0.92, 192)
    default:
      throw new Error(`Nobody is cast for the script "${scriptId}"`)
  }
}

/** The users of the tests and of `npm run talk`: none of the partners' voices. */
export const userVoices = {
  ja: mei('mei_happy', -3, 1.3),
  en: { engine: 'flite', model: 'awb', features: { duration_stretch: 0.9 }, equaliser: ['highpass 70'] },
} satisfies Record<string, Voice>
