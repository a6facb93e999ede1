import type { Locale } from '../../shared/scenario.ts'

/**
 * What the model is told beside the talk when its service falters, as texts in brackets such as the opening cue.
 * None of them is part of the talk's transcript.
 */
export const liveCues: Record<Locale, { answer: string; goOn: string; soFar: string }> = {
  'ja-JP': {
    answer:
      '（相手は返事を待っています。相手の最後の言葉に、いますぐその人物として答えてください。この合図には触れないでください。）',
    goOn: '（声が途切れました。いまの発言の続きだけを話してください。初めから言い直したり、この合図に触れたりしないでください。）',
    soFar:
      '（通話が一度途切れ、つなぎ直しました。ここまでの会話を次に示します。挨拶を繰り返さず、この続きとして話してください。）',
  },
  'en-US': {
    answer:
      '(The other side is waiting. Answer their last words now, in your role, and do not mention this note.)',
    goOn: '(Your voice broke off. Say only the rest of what you were saying, without starting over, and do not mention this note.)',
    soFar:
      '(The line was cut and is back. What has been said so far follows. Do not greet again; go on from there.)',
  },
}
