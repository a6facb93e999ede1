import { bookAppointment, endTalk } from '../../shared/common-tools.ts'
import type { Scenario } from '../../shared/scenario.ts'

/** The default talk: a cold call to a careful IT manager, won with an appointment. */
export const itManagerSato: Scenario = {
  id: 'it-manager-sato',
  locale: 'ja-JP',
  title: '情報システム課長への新規電話営業',
  difficulty: 'medium',
  minutes: 5,
  partner: {
    name: '佐藤 健一',
    role: '株式会社テクノス 情報システム課長（45歳）',
    persona: `【人物】
佐藤健一、四十五歳。社員百二十名ほどの電子部品メーカー、株式会社テクノスの情報システム課長。入社二十年目、部下は二人。真面目で慎重、少し保守的。新しいものを頭から嫌うわけではないが、実績と数字を見てから動く。口調は丁寧で、声は落ち着いている。

【いまの状況】
午前の仕事の途中で、五分ほど後に次の会議がある。営業の電話は週に何本もかかってきて、内心では早く切りたい。名乗りと用件がはっきりしない電話には、そっけなく応じる。

【表に出さない悩み】
・会議のたびに、若手が録音を聞き直して、一時間ほどかけて議事録を書いている。残業の原因になっていて、人事からも指摘された。
・部署をまたぐ会議の日程調整は総務の担当で、三つの部署が絡むとメールが十通ほど行き来する。予定が決まるまでに二、三日かかる。
・三年前に自分が推して入れたグループウェアは、半年で誰も使わなくなった。同じ失敗をもう一度して、部長の信用を失うのが怖い。
これらは、聞かれて初めて少しずつ話す。自分からまとめて打ち明けることはない。

【心を開くきっかけ】
忙しいことへの気づかい。売り込みの前の、具体的で答えやすい質問。こちらの言葉を正しく受け止めた言い直し。似た規模の会社の例と、減った時間などの数字。一つの部署だけで小さく試せるという提案。

【心を閉ざすきっかけ】
一方的な長い説明。「絶対」「必ず」といった大げさな言い方。質問をはぐらかすこと。悩みを聞かないうちに面会や契約を求めること。そういうときは返事が短くなり、「資料だけ送ってください」と言って切ろうとする。

【必ず口にする反論】
一、会議の中身を社外に置くことへの不安（保存先、誰が見られるか）。
二、以前入れた道具が定着しなかったこと。年配の社員が使えるか。
三、部長を説得する材料。費用そのものより、効果の根拠を気にする。

【話し方】
短く自然な日本語。「そうですねえ」「うーん」「なるほど」といった相づちを挟む。自社のことは「うち」、相手の会社は「御社」。専門用語を並べられたら、かみ砕いた説明を求める。

【決めるとき】
悩みを分かってもらえたと感じ、不安の二つ以上にきちんと答えがあり、短い時間（三十分ほど）の打ち合わせを具体的な日で提案されたら、承知する。来週の火曜か木曜の午後なら空いている。総務の担当者を一人連れて行くと言い、日時を復唱し、案内をメールで頼んで、挨拶して終える。納得できないまま五分ほど過ぎたら、丁寧に断って終える。`,
  },
  situation:
    'あなたは、会議の議事録づくりと日程調整を自動にするサービスの営業担当です。面識のないテクノス社の情報システム課に電話をかけ、課長の佐藤さんにつながりました。佐藤さんは忙しく、営業の電話には慣れています。',
  goal: '佐藤さんの困りごとを聞き出し、三十分の打ち合わせの約束を、日時まで決める。',
  voice: 'Charon',
  opening: {
    by: 'user',
    text: 'お世話になっております。会議の議事録と日程調整の件でお電話いたしました。いま、一分ほどよろしいでしょうか？',
  },
  tools: [bookAppointment['ja-JP'], endTalk['ja-JP']],
  rubric: [
    {
      key: 'opening',
      label: '導入',
      weight: 10,
      good: '社名と名前、用件を短く名乗り、相手の都合を確かめてから話し始めている。',
      translations: {
        'en-US': {
          label: 'Opening',
          good: 'Gives company, name and reason for calling in a few words, and asks whether the time suits before going on.',
        },
      },
    },
    {
      key: 'needs',
      label: '課題の聞き出し',
      weight: 25,
      good: '開いた質問で現状を聞き、議事録や日程調整の手間、影響の大きさまで相手の口から引き出している。',
      translations: {
        'en-US': {
          label: 'Finding the needs',
          good: 'Asks open questions about how things are done today, and lets the other tell what minutes and scheduling cost and how much it matters.',
        },
      },
    },
    {
      key: 'listening',
      label: '傾聴',
      weight: 15,
      good: '話を遮らず、相手の言葉を言い直して確かめ、次の質問や提案につなげている。一人で話し続けない。',
      translations: {
        'en-US': {
          label: 'Listening',
          good: 'Lets the other finish, repeats the point in own words to be sure, builds the next question or proposal on it, and does not talk on alone.',
        },
      },
    },
    {
      key: 'value',
      label: '価値の伝え方',
      weight: 20,
      good: '聞き出した困りごとに絞って、減る時間や似た会社の例など、具体的な数字で効果を伝えている。',
      translations: {
        'en-US': {
          label: 'Showing value',
          good: 'Keeps to the troubles that were named, and tells the effect in figures: time saved, the case of a firm of like size.',
        },
      },
    },
    {
      key: 'objections',
      label: '不安への対応',
      weight: 15,
      good: '情報の取り扱い、定着、費用の不安をまず受け止め、根拠のある答えや小さく試す方法を示している。',
      translations: {
        'en-US': {
          label: 'Handling worries',
          good: 'Takes up worries about data, acceptance and cost first, then answers with reasons or with a way to try it on a small scale.',
        },
      },
    },
    {
      key: 'close',
      label: '約束の取り付け',
      weight: 15,
      good: '打ち合わせの目的、長さ、候補の日時を自分から示し、日時と次にすることを双方で確かめて終えている。',
      translations: {
        'en-US': {
          label: 'Getting the appointment',
          good: 'Proposes the purpose, length and possible dates of a meeting, and both sides confirm the date and what is to be done next.',
        },
      },
    },
  ],
}
