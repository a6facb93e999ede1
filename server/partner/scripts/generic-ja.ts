import type { DialogueScript } from '../dialogue-script.ts'
import { hangUp } from './hang-up.ts'

/** Whoever a user's own Japanese scenario describes: polite, curious, hard to convince, fair. */
export const genericJaScript: DialogueScript = {
  id: 'generic-ja',
  locale: 'ja-JP',
  topics: [
    {
      key: 'plan',
      words: ['来週', '次回', '約束', '日程', '来月', '明日', '決めま', '進めま', 'いかがでしょう'],
      leadsTo: { objecting: 'deciding', deciding: 'closing' },
    },
    { key: 'sorry', words: ['申し訳', 'すみません', 'お詫び', 'ごめん'] },
    { key: 'question', words: ['?', 'ですか', 'ますか', 'でしょうか'] },
  ],
  lines: [
    {
      id: 'hello',
      stages: ['guarded'],
      on: ['opening'],
      text: 'はい、お待たせしました。では、お話を聞かせてください。',
    },
    {
      id: 'listening',
      stages: ['guarded'],
      on: ['first'],
      text: 'はい、お話を伺います。まず、要点から聞かせていただけますか？',
    },
    { id: 'background', stages: ['guarded'], text: 'なるほど。もう少し、背景を聞かせてもらえますか？' },
    { id: 'why-now', stages: ['guarded'], text: 'それは、どうして今なんでしょうか？' },
    {
      id: 'in-order',
      stages: ['guarded'],
      text: 'そうですか。初めて聞くお話なので、順を追って説明していただけますか？',
    },
    {
      id: 'once-more',
      stages: ['guarded', 'openingUp'],
      on: ['grunt'],
      text: 'はい？　……すみません、もう一度お願いできますか？',
    },
    {
      id: 'go-on',
      stages: ['guarded', 'openingUp', 'objecting'],
      on: ['grunt'],
      text: 'ええ、続けてください。',
    },
    {
      id: 'gist',
      stages: ['guarded', 'openingUp'],
      on: ['monologue'],
      text: 'ありがとうございます。つまり、一番伝えたいことは何でしょう？',
      spoken: 'ありがとうございます。つまり、一番伝えたいことはなんでしょう？',
    },
    {
      id: 'hard-question',
      stages: ['guarded', 'openingUp'],
      on: ['question'],
      text: 'うーん、難しい質問ですね。正直、まだ考えがまとまっていません。',
    },
    {
      id: 'never-mind',
      stages: ['guarded', 'openingUp', 'objecting', 'deciding'],
      on: ['sorry'],
      mood: 'warm',
      text: 'いえいえ、そこは気にしないでください。',
    },

    {
      id: 'more',
      stages: ['openingUp'],
      mood: 'warm',
      text: '面白いですね。もう少し、詳しく聞かせてください。',
    },
    { id: 'example', stages: ['openingUp'], text: '分かりやすい例を、一つ挙げてもらえますか？' },
    { id: 'same-thought', stages: ['openingUp'], text: 'ええ、その点は、私も気になっていました。' },
    { id: 'matters-most', stages: ['openingUp'], text: 'その中で、一番大事なのは、どこですか？' },
    {
      id: 'others-say',
      stages: ['openingUp'],
      text: 'ほかの方は、どうおっしゃっているんでしょう？',
      spoken: 'ほかのかたは、どうおっしゃっているんでしょう？',
    },

    {
      id: 'not-sure',
      stages: ['objecting'],
      text: 'うーん、理屈は分かるんですが、まだ少し引っかかります。',
    },
    {
      id: 'other-view',
      stages: ['objecting'],
      text: '別の見方もあると思うんです。そこは、どうお考えですか？',
    },
    { id: 'goes-wrong', stages: ['objecting'], text: 'もし、うまくいかなかったら、その時はどうしますか？' },
    {
      id: 'easier-said',
      stages: ['objecting'],
      text: '言うのは簡単ですが、実際にやるとなると、難しくないですか？',
    },
    { id: 'not-convinced', stages: ['objecting'], text: '正直に言うと、まだ納得しきれていません。' },
    {
      id: 'you-think',
      stages: ['objecting', 'deciding'],
      on: ['grunt'],
      text: 'そうですか……。ご自身では、どう思われますか？',
    },
    {
      id: 'deciding-point',
      stages: ['objecting', 'deciding'],
      on: ['monologue'],
      text: '丁寧な説明ですね。一つだけ選ぶとしたら、どれが決め手ですか？',
    },

    { id: 'clearer', stages: ['deciding'], text: 'そういうことですか。だいぶ、はっきりしてきました。' },
    { id: 'next-step', stages: ['deciding'], text: 'では、次に何をすればいいでしょうか？' },
    {
      id: 'by-when',
      stages: ['deciding'],
      on: ['any', 'plan'],
      text: 'いつごろまでに、という目安はありますか？',
    },
    { id: 'my-part', stages: ['deciding'], text: '私のほうで、できることはありますか？' },
    { id: 'sum-up', stages: ['deciding'], text: '念のため、今の話を、ひと言でまとめてもらえますか？' },
    {
      id: 'worth-it',
      stages: ['deciding'],
      mood: 'warm',
      text: 'そうですね。やってみる価値は、あるかもしれません。',
    },
    { id: 'small-first', stages: ['deciding'], text: 'まずは、小さく始めるのがよさそうですね。' },

    { id: 'agreed', stages: ['closing'], mood: 'warm', text: '分かりました。その方向で進めましょう。' },
    {
      id: 'in-writing',
      stages: ['closing'],
      text: '忘れないように、あとで文章でも送っておいてください。',
    },
    { id: 'follow-up', stages: ['closing'], text: 'また様子を見て、近いうちに話しましょう。' },
    {
      id: 'glad',
      stages: ['closing'],
      mood: 'warm',
      text: '今日お話しできて、よかったです。考えが整理できました。',
    },
    { id: 'anything-else', stages: ['closing'], text: 'ほかに、確認しておくことはありますか？' },
    {
      id: 'thanks',
      stages: ['closing'],
      mood: 'warm',
      text: 'では、このあたりで。お時間をいただき、ありがとうございました。',
    },
    { id: 'bye', stages: ['closing'], text: 'はい、失礼いたします。', tool: hangUp },
  ],
}
