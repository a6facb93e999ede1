import type { Locale } from '../../../shared/scenario.ts'
import type { Role } from '../../../shared/turn.ts'

/** What the reports say besides the coach's own words. */
export interface ReportWords {
  title: string
  score: string
  noScore: string
  points: (score: number) => string
  outcome: string
  goal: string
  goalReached: Record<'yes' | 'no' | 'unknown', string>
  summary: string
  criteria: string
  weight: string
  unproven: string
  notJudged: string
  strengths: string
  improvements: string
  betterWording: string
  delivery: string
  transcript: string
  notices: string
  droppedQuotes: (count: number) => string
  judgedBy: (model: string, date: string) => string
  builtIn: string
  roles: Record<Role, string>
  measures: {
    duration: string
    share: string
    pace: Record<'morae' | 'syllables' | 'envelopePeaks', string>
    pauses: string
    pausesOf: (count: number, longestS: string) => string
    fillers: string
    fillersOf: (count: number, words: string) => string
    responses: string
    responsesOf: (medianS: string, longestS: string) => string
    monologue: string
    monologueOf: (role: string, seconds: string) => string
    interruptions: string
    interruptionsOf: (byUser: number, byPartner: number) => string
  }
}

const ja: ReportWords = {
  title: '会話のフィードバック',
  score: '総合点',
  noScore: '採点できる項目がありませんでした。',
  points: (score) => `${score}点（100点満点）`,
  outcome: '結果',
  goal: '目標',
  goalReached: { yes: '達成', no: '未達成', unknown: '判定できません' },
  summary: 'まとめ',
  criteria: '項目ごとの評価',
  weight: '重み',
  unproven: '根拠となる発言は見つかりませんでした。',
  notJudged: '評価なし',
  strengths: '良かった点',
  improvements: '改善したい点',
  betterWording: '言い換えの例',
  delivery: '話し方（計測値）',
  transcript: '会話の記録',
  notices: '注意',
  droppedQuotes: (count) => `会話に見当たらない引用${count}件を取り除きました。`,
  judgedBy: (model, date) => `評価: ${model}、${date}`,
  builtIn: '内蔵のコーチ（計測できることだけを評価）',
  roles: { user: 'あなた', partner: '相手' },
  measures: {
    duration: '長さ',
    share: '話した割合（あなた・相手）',
    pace: {
      morae: '話す速さ（毎分の拍数、概算）',
      syllables: '話す速さ（毎分の音節数、概算）',
      envelopePeaks: '話す速さ（毎分の音の山、概算）',
    },
    pauses: '発言中の沈黙',
    pausesOf: (count, longestS) => `${count}回（最長${longestS}秒）`,
    fillers: 'つなぎの言葉',
    fillersOf: (count, words) => (count === 0 ? '0回' : `${count}回（${words}）`),
    responses: '返事までの時間',
    responsesOf: (medianS, longestS) => `中央値${medianS}秒、最長${longestS}秒`,
    monologue: '最も長い一人語り',
    monologueOf: (role, seconds) => `${role}、${seconds}秒`,
    interruptions: '遮った回数',
    interruptionsOf: (byUser, byPartner) => `あなたが${byUser}回、相手が${byPartner}回`,
  },
}

const en: ReportWords = {
  title: 'Feedback on your talk',
  score: 'Score',
  noScore: 'Nothing in this talk could be scored.',
  points: (score) => `${score} of 100`,
  outcome: 'Outcome',
  goal: 'Goal',
  goalReached: { yes: 'reached', no: 'not reached', unknown: 'cannot be told' },
  summary: 'Summary',
  criteria: 'Point by point',
  weight: 'weight',
  unproven: 'No words in the talk were found to show this.',
  notJudged: 'not judged',
  strengths: 'What went well',
  improvements: 'What to do better',
  betterWording: 'You could say',
  delivery: 'How you spoke (measured)',
  transcript: 'What was said',
  notices: 'Please note',
  droppedQuotes: (count) =>
    count === 1
      ? 'One quote was dropped because it is not in the talk.'
      : `${count} quotes were dropped because they are not in the talk.`,
  judgedBy: (model, date) => `Judged by ${model}, ${date}`,
  builtIn: 'the built-in coach, which judges only what it can measure',
  roles: { user: 'You', partner: 'Partner' },
  measures: {
    duration: 'Length',
    share: 'Share of the speaking (you, partner)',
    pace: {
      morae: 'Pace (morae a minute, about)',
      syllables: 'Pace (syllables a minute, about)',
      envelopePeaks: 'Pace (beats of the voice a minute, about)',
    },
    pauses: 'Pauses while speaking',
    pausesOf: (count, longestS) => `${count} (the longest ${longestS} s)`,
    fillers: 'Filler words',
    fillersOf: (count, words) => (count === 0 ? 'none' : `${count} (${words})`),
    responses: 'Time to your answers',
    responsesOf: (medianS, longestS) => `median ${medianS} s, longest ${longestS} s`,
    monologue: 'Longest monologue',
    monologueOf: (role, seconds) => `${role}, ${seconds} s`,
    interruptions: 'Interruptions',
    interruptionsOf: (byUser, byPartner) => `${byUser} by you, ${byPartner} by the partner`,
  },
}

export const reportWords: Record<Locale, ReportWords> = { 'ja-JP': ja, 'en-US': en }
