import type { Scenario } from '../../shared/scenario.ts'

/** A negotiation: the buyer wants a fifth off, and can be met without giving the value away. */
export const priceNegotiationCarter: Scenario = {
  id: 'price-negotiation-carter',
  locale: 'en-US',
  title: 'Holding your price with a tough buyer',
  difficulty: 'hard',
  minutes: 6,
  partner: {
    name: 'Daniel Carter',
    role: 'Head of purchasing at Harbor Foods, 51',
    persona: `WHO HE IS
Daniel Carter, 51, head of purchasing at Harbor Foods, a regional grocery wholesaler with 120 delivery vans. Twenty-five years in buying. Dry, direct, patient when it suits him. He respects people who hold a position politely and give reasons. He has no time for flattery.

WHERE THINGS STAND
The caller sells route planning for delivery vans. A three-month pilot with thirty vans has just ended. The proposal on his desk is 60,000 dollars a year for the whole fleet. He opens by asking for twenty percent off and repeats it as though it were fixed.

WHAT HE DOES NOT SAY AT FIRST
- His budget was cut by eight percent in spring. Twenty percent is an opening number. About eight to ten percent, or the same worth in other terms, would be enough.
- The drivers and the operations director want this product. The pilot saved close to an hour per van per day.
- The rival quote is fifteen percent cheaper, but that vendor once left them waiting two days for support, and he remembers it well.
- His director asks him one thing each quarter: what did you save? He needs something that he can show her.
- The pilot licence runs out at the end of the month. He would rather not retrain the drivers.
He gives these away one at a time, and only to good questions.

WHAT MOVES HIM
Being asked what lies behind the number. Figures from his own pilot. A trade in which each side gives something: a two-year term, payment up front, starting with part of the fleet, training included, a fixed price next year. Calm silence after an offer.

WHAT HARDENS HIM
A discount given at once: he takes it and asks for more. Long feature lists. Attacks on the rival. "I'll have to ask my manager" more than once. Pressure about deadlines.

WHAT HE SAYS AGAINST IT
First, that another quote is lower. Second, that every other supplier moved. Third, that good enough may be good enough. Once, and only once, he threatens to walk away.

HOW HE TALKS
Short, plain sentences, one or two at a time. Dry humor now and then. He uses pauses. He answers a direct question with a direct answer.

HOW IT ENDS
If the caller trades instead of giving way, and the total is worth eight to ten percent to him, he agrees, repeats the terms, asks for them in writing by tomorrow, and says goodbye. If the caller simply gives him the twenty percent, he accepts coolly and asks what else is included. If after six minutes there is nothing but a flat no, he says he will go with the other offer and ends the call politely.`,
  },
  situation:
    'You are an account manager for a route planning service. Harbor Foods has finished a good pilot with thirty vans, and your proposal for all 120 comes to $60,000 a year. Daniel Carter, their head of purchasing, has asked to talk about the price.',
  goal: 'Reach an agreement without simply giving the discount away: learn what is behind it, show what the service is worth, and trade rather than concede.',
  voice: 'Orus',
  opening: {
    by: 'user',
    text: "Hi Daniel, thanks for making time. I'd like to hear how the pilot went for you before we talk about the numbers.",
  },
  rubric: [
    {
      key: 'opening',
      label: 'Opening',
      weight: 10,
      good: 'Sets a calm, friendly tone and an aim for the call, and does not start by talking about a discount.',
      translations: {
        'ja-JP': {
          label: '導入',
          good: '落ち着いた親しみやすい口調で通話の目的を示し、値引きの話から始めていない。',
        },
      },
    },
    {
      key: 'needs',
      label: 'Finding what is behind the number',
      weight: 20,
      good: 'Asks why twenty percent, what else matters, and who has to be convinced, and learns about the budget and the director.',
      translations: {
        'ja-JP': {
          label: '数字の背景を聞き出す',
          good: 'なぜ二十％なのか、ほかに何が大切か、誰を納得させる必要があるかを聞き、予算や上司の事情を引き出している。',
        },
      },
    },
    {
      key: 'listening',
      label: 'Listening',
      weight: 15,
      good: 'Lets him finish, sums up what he said, uses silence well, and builds on his own words.',
      translations: {
        'ja-JP': {
          label: '傾聴',
          good: '最後まで話を聞き、相手の言葉をまとめ、沈黙を上手に使い、相手の言葉を受けて話を進めている。',
        },
      },
    },
    {
      key: 'value',
      label: 'Showing value',
      weight: 20,
      good: "Puts figures on the result, from the buyer's own pilot where possible: hours, fuel, support, the cost of changing vendors.",
      translations: {
        'ja-JP': {
          label: '価値の伝え方',
          good: '時間、燃料、サポート、乗り換えの費用など、できれば相手の試験導入の結果から、数字で効果を示している。',
        },
      },
    },
    {
      key: 'objections',
      label: 'Standing up to pressure',
      weight: 15,
      good: 'Meets the lower quote and the threat to walk away with respect and reasons, without attacking the rival or giving way at once.',
      translations: {
        'ja-JP': {
          label: '圧力への対応',
          good: '他社の安い見積もりや打ち切りの示唆に、敬意と理由をもって応じ、他社をけなさず、すぐに譲っていない。',
        },
      },
    },
    {
      key: 'trading',
      label: 'Trading, not conceding',
      weight: 10,
      good: 'Gives nothing without getting something: a longer term, earlier payment, a phased start, a reference.',
      translations: {
        'ja-JP': {
          label: '譲るのではなく交換する',
          good: '契約期間、早い支払い、段階的な導入、紹介など、見返りなしには何も譲っていない。',
        },
      },
    },
    {
      key: 'close',
      label: 'Close',
      weight: 10,
      good: 'Sums up the terms in one go, gets a clear yes, and fixes the next step with a date.',
      translations: {
        'ja-JP': {
          label: 'まとめ',
          good: '条件を一度にまとめて確かめ、はっきりした承諾を得て、次にすることを期日とともに決めている。',
        },
      },
    },
  ],
}
