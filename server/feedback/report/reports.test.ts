import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import Markdown from 'react-markdown'
import { describe, expect, it } from 'vitest'
import type { FeedbackResult } from '../../../shared/feedback.ts'
import { priceNegotiationCarter } from '../../scenarios/price-negotiation-carter.ts'
import type { Judgement } from '../evaluator.ts'
import { proveJudgement } from '../prove-judgement.ts'
import { sampleTalk, sampleTurns } from '../testing/sample-talk.ts'

const EVIL = '<img src=x onerror=alert(1)> [here](https://evil.example) **and** # so'

const judgement: Judgement = {
  model: EVIL,
  outcome: { isGoalReached: false, comment: EVIL, quotes: [] },
  criteria: [
    { key: 'opening', score: 80, comment: EVIL, quotes: [{ quote: '会議の議事録の件でお電話いたしました' }] },
    { key: 'needs', score: 40, comment: '', quotes: [{ quote: '言っていないことの引用です' }] },
  ],
  strengths: [{ point: EVIL, quotes: [] }],
  improvements: [{ point: EVIL, betterWording: EVIL, quotes: [] }],
  summary: EVIL,
  notices: [EVIL],
}

function feedbackOf(scenario = sampleTalk.scenario, transcript = sampleTurns): FeedbackResult {
  return proveJudgement(judgement, {
    talkId: 'talk-1',
    scenario,
    transcript,
    delivery: {
      basis: 'audio',
      durationMs: 125_000,
      speakingShare: { user: 0.4, partner: 0.6 },
      pace: { perMinute: 400, unit: 'morae' },
      pauses: { count: 1, totalMs: 1_500, longestMs: 1_500 },
      fillers: { count: 2, perMinute: 1, words: [{ word: 'えーと', count: 2 }] },
      responseDelays: { medianMs: 1_000, longestMs: 2_000, turns: [] },
      longestMonologue: { role: 'user', startMs: 0, durationMs: 9_000 },
      interruptions: { byUser: 1, byPartner: 0 },
    },
    createdAt: new Date('2026-11-22T10:00:00Z'),
  })
}

describe('the document of a feedback', () => {
  it('holds nothing of a form that came from a model or a speaker', () => {
    const turns = sampleTurns.map((turn) => ({ ...turn, text: `${turn.text}${EVIL}` }))
    const { markdown } = feedbackOf({ ...sampleTalk.scenario, title: EVIL, goal: EVIL }, turns)
    const html = renderToStaticMarkup(createElement(Markdown, null, markdown))
    expect(html).not.toMatch(/<(a|img|script)\b/)
    expect(markdown).not.toMatch(/<|https?:\/\//)
    expect(html.match(/<h1/g)).toHaveLength(1)
  })

  it('says in plain words what was found, what was proven and what was dropped', () => {
    const { markdown } = feedbackOf()
    for (const words of [
      '**総合点: 51点（100点満点）**',
      '**導入** (重み 10): 80 / 100',
      '  - "会議の議事録の件でお電話いたしました"',
      '**課題の聞き出し** (重み 25): 40 / 100',
      '根拠となる発言は見つかりませんでした。',
      '**傾聴** (重み 15): 評価なし',
      '会話に見当たらない引用1件を取り除きました。',
      '- 長さ: 2:05',
      '- つなぎの言葉: 2回（えーと × 2）',
      '- 0:11 **あなた**: えーと、いま議事録は',
    ])
      expect(markdown).toContain(words)
  })

  it('is in the language of the talk', () => {
    const { markdown } = feedbackOf(priceNegotiationCarter, [
      { id: 'u1', role: 'user', text: 'Hello there, Daniel.', startMs: 0, endMs: 1_000 },
    ])
    expect(markdown).toContain('# Feedback on your talk')
    expect(markdown).not.toContain('総合点')
  })
})
