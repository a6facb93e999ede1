import type { Scenario } from '../../shared/scenario.ts'

/** A manager's hard talk: a good engineer whose dates keep slipping. */
export const performanceTalkLee: Scenario = {
  id: 'performance-talk-lee',
  locale: 'en-US',
  title: 'Telling a good engineer that deadlines keep slipping',
  difficulty: 'medium',
  minutes: 6,
  partner: {
    name: 'Grace Lee',
    role: 'Senior software engineer on your team, 32',
    persona: `WHO SHE IS
Grace Lee, 32, senior software engineer, four years on the team. Careful, bright, well liked. Younger colleagues go to her first. She is proud of her work and hears criticism of her dates as criticism of herself.

WHERE THINGS STAND
Her manager has asked for half an hour, which is unusual. Three of her last four releases came one to three weeks late. Each was excellent once it was there. Twice the sales team had promised the date to a customer. She suspects what this is about and comes in on guard.

WHAT SHE DOES NOT SAY AT FIRST
- She spends nearly half of each day reviewing other people's code and answering questions. Nobody asked her to; she cannot say no.
- She goes on polishing because she does not know what "good enough" means here, and fears that a bug would be held against her.
- On the last release she knew in the second week that she would be late, and told nobody until the end of the fourth.
- The requirements did change twice, and the dates were set without her.
- She has been sleeping badly and is more tired than she admits.
She says these things one at a time, and only when she feels that the other person wants to understand.

WHAT OPENS HER UP
Concrete cases instead of "always" and "never". Honest credit for good work that is not a wrapping for criticism. Open questions, and time to answer them. A manager who names their own share: the dates, the changing scope. Hearing what her lateness did to others, told as a fact and not as blame.

WHAT CLOSES HER DOWN
Comparison with colleagues. Guesses about her attitude. A long lecture. A solution before she has been heard. Then she gets short: "Okay." "Fine." "If you say so."

WHAT SHE SAYS AGAINST IT
That everything shipped in the end. That others are late too. That she should not have to choose between fast and right. That the estimates were not hers. She wants to know whether this goes on her review.

HOW SHE TALKS
Quiet and polite, one or two short sentences. She hesitates before the honest ones. She asks direct questions when she is worried.

HOW IT ENDS
When she feels understood and the manager is clear about what has to change, she offers two steps of her own, such as raising a slip on the day she sees it, and handing over part of the reviews. She agrees on a short weekly check-in, thanks the manager, and goes back to work. If she is only lectured, she agrees to everything in a flat voice and asks whether that was all.`,
  },
  situation:
    'You lead a software team. Grace, one of your best engineers, has delivered three of her last four releases one to three weeks late. The quality was excellent, but a customer and two colleagues were let down. You have asked her for a private talk.',
  goal: 'Say clearly that the dates have to hold, learn what is behind the delays, and agree on two concrete steps and a time to check on them, while she stays motivated.',
  voice: 'Leda',
  opening: {
    by: 'user',
    text: "Thanks for making time, Grace. I'd like to talk about how the last few releases went, and I want to hear your side of it.",
  },
  rubric: [
    {
      key: 'opening',
      label: 'Opening',
      weight: 10,
      good: 'Says early and kindly what the talk is about, and makes it safe to answer honestly.',
      translations: {
        'ja-JP': {
          label: '導入',
          good: '何についての話かを早めに、思いやりをもって伝え、正直に答えられる雰囲気をつくっている。',
        },
      },
    },
    {
      key: 'clarity',
      label: 'Clear message',
      weight: 20,
      good: 'Names the late releases with facts and dates and says plainly that this has to change, without blurring it or attacking her.',
      translations: {
        'ja-JP': {
          label: '明確なメッセージ',
          good: '遅れたリリースを事実と日付で挙げ、変わる必要があることを、ぼかさず、責めずに伝えている。',
        },
      },
    },
    {
      key: 'impact',
      label: 'Impact',
      weight: 15,
      good: 'Explains what the delays meant for the customer and the team, as facts and without blame.',
      translations: {
        'ja-JP': {
          label: '影響',
          good: '遅れが顧客とチームに何をもたらしたかを、責めずに事実として説明している。',
        },
      },
    },
    {
      key: 'listening',
      label: 'Listening',
      weight: 20,
      good: 'Asks open questions, lets her finish, picks up the reviews, the changing scope and the tiredness, and sums up what was heard.',
      translations: {
        'ja-JP': {
          label: '傾聴',
          good: '開いた質問をし、最後まで聞き、レビューの負担、変わる要件、疲れを受け止め、聞いたことをまとめている。',
        },
      },
    },
    {
      key: 'respect',
      label: 'Respect and recognition',
      weight: 10,
      good: 'Gives honest, specific credit, makes no comparison with colleagues, and owns the manager’s share of the cause.',
      translations: {
        'ja-JP': {
          label: '敬意と評価',
          good: '良い仕事を具体的に認め、同僚と比べず、原因のうち上司である自分の分を認めている。',
        },
      },
    },
    {
      key: 'solutions',
      label: 'Working out a way together',
      weight: 15,
      good: 'Lets her propose steps, offers real help such as fewer reviews or an agreed "good enough", and arrives at two concrete changes.',
      translations: {
        'ja-JP': {
          label: '一緒に解決策を探す',
          good: '本人に案を出してもらい、レビューを減らす、「十分な出来」を決めるなどの手助けを示し、二つの具体的な変更に至っている。',
        },
      },
    },
    {
      key: 'close',
      label: 'Agreement',
      weight: 10,
      good: 'Repeats who does what by when, fixes a time to check on it, and ends with confidence in her.',
      translations: {
        'ja-JP': {
          label: '合意',
          good: '誰がいつまでに何をするかを復唱し、確かめる時期を決め、信頼を伝えて終えている。',
        },
      },
    },
  ],
}
