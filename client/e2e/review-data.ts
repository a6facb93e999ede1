import { builtInScenarios } from '../../server/scenarios/index.ts'
import type { FeedbackResult, Remark } from '../../shared/feedback.ts'
import type { FeedbackTrend } from '../../shared/feedback-trend.ts'
import { type ScenarioView, scenarioView } from '../../shared/scenario.ts'
import type { TalkSummary } from '../../shared/talk.ts'
import type { Turn } from '../../shared/turn.ts'
import type { ShownTalk } from '../review/export-files.ts'

/** What the server would say of talks that nobody has held: for states that are hard to bring about. */
export const scenarios: ScenarioView[] = builtInScenarios.map((scenario) =>
  scenarioView.parse({ ...scenario, isOwn: false }),
)

const TURN_MS = 6_000

const japanese = [
  'お時間をいただきありがとうございます。ライブ株式会社の田中と申します。',
  'テクノスの佐藤です。お話は手短にお願いできますか。',
  'はい、十五分で終わります。まず、いまお困りのことを伺ってもよろしいでしょうか。',
  '議事録ですね。毎回二時間はかかっていて、誰も読まないのです。',
  'えーと、それは月にどのくらいの回数になりますか。',
  '月に二十回ほどです。予算は、正直まだ決まっていません。',
  '月四十時間ですね。自動の議事録で、その八割を減らせた事例がございます。',
  'それは興味がありますが、セキュリティーが心配です。',
  '社内のサーバーに置く形も選べます。来週、実際の画面をお見せしてもよろしいですか。',
  'わかりました。水曜の午後なら空いています。',
]
const english = [
  'Thanks for making the time. I would like to talk about the renewal price.',
  'Sure, but I have to tell you: fifteen percent more is what finance gave me.',
  'I see. What is behind that number for you?',
  'Costs went up on our side, and your usage has doubled since last year.',
  'Fair. If we commit to two years, what could you do?',
  'Two years would help. I could see ten percent then.',
  'Um, eight percent, two years, and we sign this month. Would that work?',
  'You drive a hard bargain. Let me see whether I can get that through.',
  'Great. I will send you a summary of it today.',
  'Do that, and I will call you on Thursday.',
]

export function turnsOf(texts: readonly string[]): Turn[] {
  return texts.map((text, index) => ({
    id: `turn-${index}`,
    role: index % 2 === 0 ? 'user' : 'partner',
    text,
    startMs: index * TURN_MS + 500,
    endMs: (index + 1) * TURN_MS - 500,
  }))
}

export function talkIn(lang: 'ja' | 'en', turns = turnsOf(lang === 'ja' ? japanese : english)): ShownTalk {
  return {
    id: `talk-${lang}`,
    scenarioId: lang === 'ja' ? 'it-manager-sato' : 'price-negotiation-carter',
    state: 'ended',
    endReason: 'hungUp',
    startedAt: new Date('2026-11-20T06:30:00Z'),
    endedAt: new Date(Date.parse('2026-11-20T06:30:00Z') + turns.length * TURN_MS),
    turnCount: turns.length,
    turns,
  }
}

/** An hour without a pause. */
export function longTalk(turnCount = 600): ShownTalk {
  const texts = Array.from(
    { length: turnCount },
    (_, index) => `${japanese[index % japanese.length]}（${index + 1}）`,
  )
  return talkIn('ja', turnsOf(texts))
}

const words = {
  ja: {
    summary:
      '**相手の課題**を数字にできたところがよく、費用の話が最後まで出ませんでした。\n\n- 次は予算の決め方を尋ねる\n- 事例を一つにしぼる',
    outcome: '次の打ち合わせの日取りまで決まりました。',
    comment: '困りごとを先に尋ね、量まで確かめました。<img src="/steal.png" onerror="alert(1)">',
    unproven: 'はっきりとした提案の根拠は聞き取れませんでした。',
    strength: '相手のことばを使って、課題を言い直しました。',
    improvement: '予算の話を先送りにしました。[詳しく](https://example.com/)',
    better: 'ご予算は、どなたがいつお決めになりますか。',
    notice: '録音の一部が聞き取りにくく、文字起こしで補いました。',
  },
  en: {
    summary:
      'You found out **what is behind the number** and traded instead of giving in.\n\n- Ask who decides\n- Name your walk-away',
    outcome: 'Eight percent for two years is on the table, to be confirmed on Thursday.',
    comment: 'You asked for the reason before you answered. <img src="/steal.png" onerror="alert(1)">',
    unproven: 'No alternative of yours was heard.',
    strength: 'You tied your offer to a date.',
    improvement: 'The offer came with a filler. [more](https://example.com/)',
    better: 'At eight percent we sign this month, for two years.',
    notice: 'A part of the recording was hard to hear and was taken from the captions.',
  },
}

export function feedbackFor(talk: ShownTalk, lang: 'ja' | 'en'): FeedbackResult {
  const said = words[lang]
  const scenario = scenarios.find(({ id }) => id === talk.scenarioId)
  const quoteOf = (index: number) => {
    const turn = talk.turns[index]
    return turn ? [{ turnId: turn.id, quote: turn.text, startMs: turn.startMs }] : []
  }
  const remark = (point: string, index: number): Remark => ({ point, evidence: quoteOf(index) })
  return {
    talkId: talk.id,
    score: 78,
    outcome: { isGoalReached: true, comment: said.outcome, evidence: quoteOf(9) },
    criteria: (scenario?.rubric ?? []).map(({ key, label, weight }, index) => {
      const isUnproven = index === 2
      const evidence = isUnproven ? [] : [...quoteOf(2 * index), ...quoteOf(2 * index + 1)]
      const comment = isUnproven ? said.unproven : said.comment
      return { key, label, weight, score: isUnproven ? null : 88 - 9 * index, comment, evidence, isUnproven }
    }),
    strengths: [remark(said.strength, 6), remark(said.strength.slice(0, -1), 4)],
    improvements: [{ ...remark(said.improvement, 4), betterWording: said.better }],
    summary: said.summary,
    transcript: talk.turns,
    delivery: {
      basis: 'audio',
      durationMs: talk.turns.length * TURN_MS,
      speakingMs: { user: 24_000, partner: 19_000 },
      speakingShare: { user: 0.56, partner: 0.44 },
      speakingOverTime: {
        sliceMs: 10_000,
        user: [6_000, 5_000, 3_000, 2_000, 5_500, 4_000],
        partner: [3_000, 4_500, 6_000, 7_000, 3_500, 5_000],
      },
      pace: { perMinute: lang === 'ja' ? 512 : 344, unit: lang === 'ja' ? 'morae' : 'syllables' },
      pauses: { count: 7, totalMs: 5_200, longestMs: 1_340 },
      fillers: { count: 2, perMinute: 5, words: [{ word: lang === 'ja' ? 'えーと' : 'um', count: 2 }] },
      responseDelays: {
        medianMs: 740,
        longestMs: 2_310,
        turns: [2, 4, 6, 8].map((index) => ({ turnId: `turn-${index}`, delayMs: 300 + index * 250 })),
      },
      longestMonologue: { role: 'user', startMs: 48_500, durationMs: 8_900 },
      interruptions: { byUser: 1, byPartner: 0 },
    },
    notices: [said.notice],
    droppedQuotes: 1,
    markdown: `# ${said.outcome}\n\n${said.summary}\n`,
    model: 'gemini-3.8-flash',
    createdAt: new Date('2026-11-20T06:33:00Z'),
  }
}

/** More than a page of talks, the newest first; the first of them still runs. */
export function manyTalks(count: number): TalkSummary[] {
  return Array.from({ length: count }, (_, index) => {
    const startedAt = new Date(Date.parse('2026-11-21T09:00:00Z') - index * 26 * 3_600_000)
    const kept = {
      id: `talk-${index}`,
      scenarioId: scenarios[index % 3 === 0 ? 1 : 0]?.id ?? '',
      startedAt,
      turnCount: 6 + (index % 9),
    }
    if (index === 0) return { ...kept, state: 'live' as const }
    const endedAt = new Date(startedAt.getTime() + (3 + (index % 7)) * 61_000)
    return { ...kept, state: 'ended' as const, endReason: 'hungUp' as const, endedAt }
  })
}

/** Each scenario gets better, with a talk that could not be judged among them. */
export function trendsOf(talks: readonly TalkSummary[]): FeedbackTrend[] {
  const judged = talks.filter(({ state }) => state === 'ended').slice(0, 14)
  return scenarios.slice(0, 2).map(({ id, rubric }) => {
    const own = judged.filter(({ scenarioId }) => scenarioId === id).toReversed()
    const points = (offset: number) =>
      own.map((talk, index) => ({
        talkId: talk.id,
        startedAt: talk.startedAt,
        score: index === 1 ? null : Math.min(100, 45 + offset + 5 * index),
      }))
    const criteria = rubric.map(({ key, label }, index) => ({ key, label, points: points(7 * index - 12) }))
    return { scenarioId: id, points: points(0), criteria }
  })
}
