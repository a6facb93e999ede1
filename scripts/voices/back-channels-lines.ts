import type { EnglishModel, JapaneseModel, Voice } from './voice-casting.ts'

/** What somebody says while the partner speaks. */
export interface SpokenOver {
  /** Names the file, without its extension. */
  id: string
  /** A back-channel says "go on"; an interruption wants the floor. */
  kind: 'back-channel' | 'interruption'
  locale: 'ja' | 'en'
  text: string
  voice: Voice
  /** How loud it is beside the same speaker's usual level. */
  levelDb: number
}

const mei = (model: JapaneseModel, halfTones: number, speed: number): Voice => ({
  engine: 'open-jtalk',
  model,
  halfTones,
  speed,
  equaliser: ['highpass 90'],
})
const nitech = (halfTones: number, speed: number): Voice => ({
  engine: 'open-jtalk',
  model: 'nitech_jp_atr503_m001',
  halfTones,
  speed,
  equaliser: ['highpass 70', 'treble +7 2200'],
})
const flite = (model: EnglishModel, durationStretch: number, ...equaliser: string[]): Voice => ({
  engine: 'flite',
  model,
  features: { duration_stretch: durationStretch },
  equaliser: ['highpass 70', ...equaliser],
})

/** Seven speakers of each language; where the speed differs from the partner's casting, it is on purpose. */
const JAPANESE = [
  mei('mei_normal', -5, 1.15),
  nitech(0, 1.1),
  mei('mei_happy', -3, 1.3),
  nitech(-2, 1.25),
  mei('mei_sad', -5, 1.85),
  mei('mei_angry', -4, 2),
  nitech(2, 1),
] as const
const ENGLISH = [
  flite('slt', 0.9),
  flite('rms', 0.86),
  flite('awb', 0.9),
  flite('slt', 0.85, 'pitch -250'),
  flite('awb', 0.8, 'pitch 300'),
  flite('rms', 0.95, 'pitch 200'),
  flite('slt', 1, 'pitch 150'),
] as const

/** People nod a little more softly than they speak, and speak up to be let in; but the two overlap. */
const BACK_CHANNEL_DB = [-5, -2, 0, -6, 1, -3, 2, -4]
const INTERRUPTION_DB = [0, 3, -3, 1, -4, 5]

const backChannels = {
  ja: [
    ...['はい', 'ええ', 'うん', 'そうですね', 'なるほど', 'はい、はい', 'ああ', 'へえ', 'そうですか'],
    ...['うんうん', 'ええ、ええ', 'ですよね', 'たしかに', 'はい', 'そうそう', 'ああ、はい', '了解です'],
    ...['ええ', 'わかります', 'うん', 'ほう', 'そうですね', 'なるほど', 'はい', 'ああ、なるほど'],
  ],
  en: [
    ...['uh huh', 'right', 'okay', 'yeah', 'I see', 'sure', 'yes', 'got it', 'oh really', 'exactly'],
    ...['uh huh', 'okay', 'right, right', 'of course', 'true', 'yeah, yeah', 'alright', 'I know', 'hmm'],
    ...['right', 'makes sense', 'okay', 'uh huh', 'good point', 'oh, okay'],
  ],
} as const

const interruptions = {
  ja: [
    'すみませんちょっとよろしいですか',
    'ちょっと待ってください',
    'いやそれは違うと思います',
    '待って、もう一度お願いします',
    'あの質問があるんですけど',
    'お話の途中で申し訳ないのですが',
    'いえ金額のことではなくて',
    'それより、納期はいつになりますか',
    'ごめんなさい、聞き取れませんでした',
    '結局いくらになるんですか',
    'そこはもう伺いました',
    'でも先月の約束と違いますよね',
    'ちょっと待って、何の話ですか',
    '申し訳ありません、その件なんですが',
    'はい、あの、一つ確認させてください',
    'もういいです、責任者に代わってください',
    'それはできません',
    'なるほど、では次の話をしましょう',
    'すみません時間がないので手短にお願いします',
    'どうしてそうなるんですか',
    'いいえまだ決めていません',
    'その前に、一つだけ聞かせてください',
    '違いますそうじゃないんです',
    'あすみません、電波が悪いみたいで',
    'ええでも予算が足りないんです',
  ],
  en: [
    'Sorry, can I stop you there',
    'Wait a minute, that is not what I asked',
    'Hold on, please',
    "No, I don't think that's right",
    'Excuse me, I have a question about that',
    'Could you say that again, please',
    "I'm sorry, but we already discussed this",
    'How much would that cost us',
    'Actually, let me explain what happened',
    "That's not going to work for us",
    'Before you go on, who is responsible',
    'Can we talk about the schedule instead',
    "Sorry, I didn't catch the last part",
    'But you promised it for last week',
    'Okay, but what about the price',
    'Let me interrupt you for a second',
    'No no no, wait',
    'Why was nobody told about it',
    'I really have to leave in five minutes',
    'Could you slow down a little',
    'Yeah, but that was never agreed',
    'Just give me the number',
    'May I add something here',
    "Stop, I don't need the whole story",
    'What do you mean by that',
  ],
} as const

/*
 * Who cuts in seldom breathes after the first word, so most are written without the comma that a reader would want;
 * where one is kept, the hesitation is meant.
 */
/** Every recording: 50 back-channels and 50 interruptions, half in each language, spread over all the speakers. */
export const spokenOver: readonly SpokenOver[] = [
  ...(['ja', 'en'] as const).flatMap((locale) =>
    backChannels[locale].map((text, index) => line('back-channel', locale, text, index, BACK_CHANNEL_DB)),
  ),
  ...(['ja', 'en'] as const).flatMap((locale) =>
    interruptions[locale].map((text, index) => line('interruption', locale, text, index, INTERRUPTION_DB)),
  ),
]

function line(
  kind: SpokenOver['kind'],
  locale: SpokenOver['locale'],
  text: string,
  index: number,
  levelsDb: readonly number[],
): SpokenOver {
  const voices: readonly Voice[] = locale === 'ja' ? JAPANESE : ENGLISH
  const voice = voices[index % voices.length]
  const levelDb = levelsDb[index % levelsDb.length]
  if (!voice || levelDb === undefined) throw new Error('There are no voices, or no levels.')
  const number = String(index + 1).padStart(2, '0')
  return { id: `${locale}-${kind}-${number}`, kind, locale, text, voice, levelDb }
}
