import type { Locale } from '../../../shared/scenario.ts'

/** What the built-in coach says: what it counted, and nothing that it cannot know. */
export interface BuiltInWords {
  notice: string
  cannotJudge: string
  cannotListen: string
  cannotUnderstand: (sharePercent: number) => string
  opening: (has: { greeting: boolean; courtesy: boolean }) => string
  needs: (questions: number, open: number) => string
  listeningBySound: (sharePercent: number, interruptions: number | undefined) => string
  listening: (sharePercent: number, interruptions: number | undefined, acknowledgements: number) => string
  close: (has: { nextStep: boolean; agreement: boolean; farewell: boolean }) => string
  booked: string
  goalWords: (said: readonly string[], all: number) => string
  goalUnknown: string
  fillers: (count: number, perMinute: number) => string
  fillersBetter: string
  monologue: (seconds: number) => string
  monologueBetter: string
  better: Record<'opening' | 'needs' | 'listening' | 'close', string>
  summary: (counts: { questions: number; sharePercent: number; judged: number; all: number }) => string
}

const yesNo = (yes: boolean) => (yes ? 'あり' : 'なし')

const ja: BuiltInWords = {
  notice:
    'これは内蔵のコーチによる評価です。言葉の数や話した割合など、計測できることだけを見ています。意味や説得力は評価していません。',
  cannotJudge: '内蔵のコーチには、この項目は評価できません。',
  cannotListen:
    '録音は保存しました。内蔵のコーチは録音から言葉を聞き取れません。会話の記録も一緒に送るか、サーバーで Gemini を使えるようにしてください。',
  cannotUnderstand: (share) =>
    `話した割合は${share}％でした。内蔵の相手は話し言葉を文字にしないので、言葉については評価していません。文字で入力するか、サーバーで Gemini を使えるようにしてください。`,
  opening: ({ greeting, courtesy }) =>
    `最初の発言に、挨拶やお詫び: ${yesNo(greeting)}、相手の都合や話を伺う言葉: ${yesNo(courtesy)}。`,
  needs: (questions, open) =>
    `質問は${questions}回、そのうち「何」「どう」などで聞く開いた質問は${open}回でした。`,
  listeningBySound: (share, interruptions) =>
    `あなたが話した割合は${share}％${interruptions === undefined ? '' : `、相手を遮ったのは${interruptions}回`}でした。言葉は聞き取れないので、これだけで採点しています。`,
  listening: (share, interruptions, acknowledgements) =>
    `あなたが話した割合は${share}％、${interruptions === undefined ? '' : `相手を遮ったのは${interruptions}回、`}受け止める言葉は${acknowledgements}回でした。`,
  close: ({ nextStep, agreement, farewell }) =>
    `次の予定や日時の提示: ${yesNo(nextStep)}、それに対する相手の承諾: ${yesNo(agreement)}、結びの挨拶: ${yesNo(farewell)}。`,
  booked: '相手が予定表に約束を入れました。',
  goalWords: (said, all) =>
    all === 0
      ? ''
      : `目標にある言葉${all}個のうち${said.length}個を使いました${said.length > 0 ? `（${said.join('、')}）` : ''}。`,
  goalUnknown: '達成できたかどうかは、内蔵のコーチには判定できません。',
  fillers: (count, perMinute) => `つなぎの言葉が${count}回（話した時間の毎分${perMinute}回）ありました。`,
  fillersBetter: '言葉に詰まったら、「えーと」の代わりに一拍黙ってから話し始める。',
  monologue: (seconds) => `${seconds}秒間、続けて話した箇所がありました。`,
  monologueBetter: 'ここまでで、気になる点はございますか？',
  better: {
    opening: 'お世話になっております。○○社の○○と申します。いま、少しお時間をいただいてもよろしいでしょうか？',
    needs: 'いまは、どのように進めていらっしゃいますか？　その中で、いちばん手間がかかるのは何でしょうか？',
    listening: '○○でお困り、ということですね。もう少し詳しくお聞かせいただけますか？',
    close: 'では、来週の火曜か木曜の午後に、三十分ほどお時間をいただけますか？',
  },
  summary: ({ questions, sharePercent, judged, all }) =>
    `質問は${questions}回、あなたが話した割合は${sharePercent}％でした。${all}項目のうち、計測できる${judged}項目だけを評価しています。`,
}

const found = (yes: boolean) => (yes ? 'yes' : 'no')

const en: BuiltInWords = {
  notice:
    'The built-in coach judged this. It looks only at what can be measured, such as counts of words and shares of speaking; not at what was meant or how convincing it was.',
  cannotJudge: 'The built-in coach cannot judge this.',
  cannotListen:
    'The recording is kept. The built-in coach cannot make out words in it: send the log of the talk as well, or configure Gemini.',
  cannotUnderstand: (share) =>
    `You spoke for ${share}% of the speaking time. The built-in partner does not write down what is spoken, so your words are not judged. Type your lines, or configure Gemini.`,
  opening: ({ greeting, courtesy }) =>
    `In your first words, a greeting or thanks: ${found(greeting)}; asking for time or offering to listen: ${found(courtesy)}.`,
  needs: (questions, open) => `Questions asked: ${questions}, of which open ones (what, how, why): ${open}.`,
  listeningBySound: (share, interruptions) =>
    `You spoke for ${share}% of the speaking time${interruptions === undefined ? '' : ` and cut your partner short ${interruptions} times`}. Your words were not made out, so the score rests on this alone.`,
  listening: (share, interruptions, acknowledgements) =>
    `You did ${share} % of the speaking${interruptions === undefined ? '' : `, cut in ${interruptions} times`}, and picked up what was said ${acknowledgements} times.`,
  close: ({ nextStep, agreement, farewell }) =>
    `A next step or date named: ${found(nextStep)}; the partner agreeing after that: ${found(agreement)}; thanks or a goodbye: ${found(farewell)}.`,
  booked: 'The partner put an appointment into the calendar.',
  goalWords: (said, all) =>
    all === 0
      ? ''
      : `Of ${all} words of the goal you used ${said.length}${said.length > 0 ? ` (${said.join(', ')})` : ''}.`,
  goalUnknown: 'The built-in coach cannot tell whether the goal was reached.',
  fillers: (count, perMinute) => `There were ${count} filler words (${perMinute} a minute of your speaking).`,
  fillersBetter: 'When you look for a word, stay silent for a moment instead of saying "um".',
  monologue: (seconds) => `Once you spoke for ${seconds} seconds on end.`,
  monologueBetter: 'Does that match what you see on your side?',
  better: {
    opening: 'Hello, thanks for taking the time. Is this still a good moment?',
    needs: 'How do you handle this today, and what costs you the most time in it?',
    listening: 'So if I understand you, the hard part is this. Could you tell me more about it?',
    close: 'Shall we take thirty minutes next Tuesday or Thursday afternoon to go through it?',
  },
  summary: ({ questions, sharePercent, judged, all }) =>
    `You asked ${questions} questions and did ${sharePercent} % of the speaking. Of ${all} criteria, the ${judged} that can be measured were judged.`,
}

export const builtInWords: Record<Locale, BuiltInWords> = { 'ja-JP': ja, 'en-US': en }
