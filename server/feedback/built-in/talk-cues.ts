import { questionCues } from '../../../shared/question-cues.ts'
import type { Locale } from '../../../shared/scenario.ts'

/** Words by which something can be noticed in a sentence. A sentence that has them may still mean otherwise. */
export interface TalkCues {
  greeting: RegExp
  /** Asks whether the other has time, or shows readiness to listen. */
  courtesy: RegExp
  question: RegExp
  openQuestion: RegExp
  /** Shows that the other was heard. */
  acknowledgement: RegExp
  nextStep: RegExp
  agreement: RegExp
  farewell: RegExp
}

export const talkCues: Record<Locale, TalkCues> = {
  'ja-JP': {
    greeting:
      /お世話に|はじめまして|初めまして|こんにちは|おはよう|お電話(?:いたし|しま|を|ありがとう)|お忙しい|申します|ありがとうございます|申し訳/u,
    courtesy: /よろしいでしょうか|よろしいですか|お時間|少しだけ|大丈夫でしょうか|伺|お聞かせ|聞かせて/u,
    question: questionCues['ja-JP'],
    openQuestion:
      /どの|どう|どんな|どれ|どこ|何|なに|なぜ|いつ|誰|だれ|いくら|いくつ|教えて|聞かせて|お聞かせ/u,
    acknowledgement:
      /なるほど|そうでしたか|そうですよね|おっしゃる|ということです(?:ね|か)|ということですね|つまり|承知(?:し|いた)|(?:分|わ)かります|お気持ち|大変でし|ごもっとも/u,
    nextStep:
      /来週|今週|再来週|明日|明後日|[月火水木金土日]曜|\d+時|[一二三四五六七八九十]+時|\d+日|日程|打ち合わせ|お約束|ご予定|までに/u,
    agreement: /承知|(?:分|わ)かりました|いいですよ|いいですね|大丈夫です|空いて|お願いします|お待ちして/u,
    farewell: /ありがとうございま|失礼(?:し|いた)|よろしくお願い|お時間をいただき/u,
  },
  'en-US': {
    greeting:
      /\b(?:hi|hello|good (?:morning|afternoon|evening)|thanks for|thank you for|my name is|this is)\b/i,
    courtesy:
      /\b(?:good time|do you have (?:a|time)|have a (?:minute|moment)|got a (?:minute|moment)|is it okay|hear (?:your side|how|from you)|like to hear|would you mind)\b/i,
    question: questionCues['en-US'],
    openQuestion: /\b(?:what|how|why|which|who|where|when|tell me|walk me through)\b/i,
    acknowledgement:
      /\b(?:i see|i understand|i hear you|i get that|so you|you said|you mentioned|that makes sense|makes sense|sounds like|if i understand|fair point|i appreciate)\b/i,
    nextStep:
      /\b(?:next week|this week|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|at \d|o'clock|[ap]\.?m\b|follow[- ]?up|next steps?|meeting|check[- ]?in|in writing|by the end of)/i,
    agreement:
      /\b(?:sounds good|agreed|deal|that works|works for me|okay|all right|let's do|i can do|fine with me|yes)\b/i,
    farewell: /\b(?:thank you|thanks|goodbye|bye|talk soon|take care|have a (?:good|great|nice))\b/i,
  },
}
