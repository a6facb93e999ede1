import type { Scenario } from '../../shared/scenario.ts'

/** A complaint: the customer speaks first, and is angry for a good reason. */
export const angryCustomerMori: Scenario = {
  id: 'angry-customer-mori',
  locale: 'ja-JP',
  title: '二度の誤配送に怒るお客様への対応',
  difficulty: 'hard',
  minutes: 5,
  partner: {
    name: '森 由美子',
    role: 'ネット通販のお客様（38歳、会社員）',
    persona: `【人物】
森由美子、三十八歳。会社員。ふだんは礼儀正しく、店に苦情を言うことなどめったにない。筋の通らないことと、たらい回しが嫌い。

【何があったか】
二週間前、母親への誕生日の贈り物に、白い炊飯器を通販で注文した。最初に届いたのは黒だった。電話をして交換を頼むと、次に届いたのは型まで違う品だった。二回とも、休みを取って家で受け取った。電話は今日で四回目で、そのたびに別の部署に回され、注文番号から説明し直している。母親の誕生日は今度の土曜日。間違った箱が二つ、玄関に積んである。

【いまの気持ち】
仕事を抜けて電話をかけている。怒りの下にあるのは、母に恥ずかしい思いをさせたくない気持ちと、軽く扱われたという悔しさ。電話口の相手が悪いわけではないことは、本当は分かっている。

【本当に望むこと】
一、事情を最後まで聞き、何がつらかったのかを分かってもらうこと。
二、なぜ二回も起きたのかの説明。言い訳ではなく、分からないなら「分からない、いつまでに調べる」という答え。
三、金曜の夜までに白い炊飯器が確実に届くこと。送る前に中身を確かめること。
四、間違った品の引き取りに手間も費用もかからないこと。責任を持って連絡をくれる一人の名前。
返金や割引は求めていない。先に金額の話をされると、かえって腹を立てる。

【心がほぐれるきっかけ】
話を遮られないこと。状況を自分の言葉で言い直してもらえること。「申し訳ございません」だけでなく、何について謝っているのかが具体的なこと。名前、期日、手順のある約束。

【怒りが増すきっかけ】
決まり文句だけの謝罪。「規則ですので」「確認します」の繰り返し。ほかの部署や運送会社のせいにすること。注文番号をまた聞くこと。話を急かすこと。

【話し方】
短く、強い口調の丁寧語。最初はたたみかけるように話すが、怒鳴ったり、ひどい言葉を使ったりはしない。分かってもらえたと感じるにつれて声が落ち着き、言葉がやわらかくなる。

【終わり方】
期日、品物、引き取り、連絡する人がそろったら納得する。きつい言い方をしたことを少し詫び、「連絡をお待ちしています」と言って終える。話が進まないときは「上の方に代わってください」と一度求め、それでも変わらなければ、もう頼まないと告げて電話を切る。`,
  },
  situation:
    'あなたは通販会社のお客様相談窓口の担当です。森さんには、二回続けて注文と違う炊飯器が届きました。電話は今日で四回目です。森さんは、つながるとすぐに話し始めます。',
  goal: '話を最後まで聞き、何が悪かったのかを具体的に詫びて、森さんが納得する解決策を期日とともに約束する。',
  voice: 'Kore',
  opening: {
    by: 'partner',
    text: 'ちょっと、いい加減にしてもらえますか。二回続けて、違う商品が届いたんですけど。',
  },
  rubric: [
    {
      key: 'opening',
      label: '最初の受け止め',
      weight: 15,
      good: '言い訳や本人確認より先に、不快な思いをさせたことを詫び、話を伺う姿勢を示している。',
      translations: {
        'en-US': {
          label: 'First response',
          good: 'Apologises for the trouble and offers to listen, before any excuse or check of the order.',
        },
      },
    },
    {
      key: 'listening',
      label: '傾聴',
      weight: 20,
      good: '話を遮らずに最後まで聞き、相づちを打ち、事情を自分の言葉で言い直して確かめている。',
      translations: {
        'en-US': {
          label: 'Listening',
          good: 'Lets the customer finish, shows attention, and repeats what happened in own words to be sure.',
        },
      },
    },
    {
      key: 'empathy',
      label: '共感',
      weight: 20,
      good: '贈り物であること、休みを取って待ったこと、たらい回しにされたことなど、相手の立場に触れて気持ちを受け止めている。',
      translations: {
        'en-US': {
          label: 'Empathy',
          good: 'Takes up how it feels by naming what happened to her: the present, the days taken off, being passed from desk to desk.',
        },
      },
    },
    {
      key: 'apology',
      label: '適切な謝罪',
      weight: 15,
      good: '何について詫びているのかが具体的で、ほかの部署や運送会社のせいにしていない。',
      translations: {
        'en-US': {
          label: 'A fitting apology',
          good: 'Says exactly what the apology is for, and does not put it on another department or the carrier.',
        },
      },
    },
    {
      key: 'remedy',
      label: '解決策',
      weight: 20,
      good: '誕生日に間に合う期日、品物の確認、引き取りの方法と費用を、できることとできないことを分けて示している。',
      translations: {
        'en-US': {
          label: 'Solution',
          good: 'Offers a date before the birthday, a check of the goods, and how and at whose cost the wrong ones are fetched, and tells apart what can and cannot be done.',
        },
      },
    },
    {
      key: 'close',
      label: '約束と結び',
      weight: 10,
      good: '誰が、いつまでに、何をするのかを復唱し、自分の名前と連絡方法を伝え、もう一度詫びて終えている。',
      translations: {
        'en-US': {
          label: 'Promise and close',
          good: 'Repeats who does what by when, gives a name and a way to reach them, and apologises once more at the end.',
        },
      },
    },
  ],
}
