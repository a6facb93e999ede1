import type { DialogueScript } from '../dialogue-script.ts'
import { hangUp } from './hang-up.ts'

/** Sato of Technos: busy, then troubled, then doubtful, and at last ready for half an hour. */
export const itManagerSatoScript: DialogueScript = {
  id: 'it-manager-sato',
  locale: 'ja-JP',
  topics: [
    {
      key: 'security',
      words: ['セキュリティ', '情報漏', '漏えい', '漏洩', '暗号', '個人情報', '安全', '機密', 'サーバ'],
    },
    {
      key: 'price',
      words: [
        '料金',
        '値段',
        '価格',
        '費用',
        '月額',
        '年額',
        '予算',
        'コスト',
        '割引',
        '見積',
        '万円',
        '無料',
      ],
    },
    {
      key: 'appointment',
      words: [
        'アポ',
        '打ち合わせ',
        '打合せ',
        '来週',
        '再来週',
        '今週',
        '来月',
        '曜日',
        '月曜',
        '火曜',
        '水曜',
        '木曜',
        '金曜',
        '訪問',
        'お時間',
        'お会い',
        '日時',
        'ご都合',
        'zoom',
        'teams',
      ],
      leadsTo: { objecting: 'deciding', deciding: 'closing' },
    },
    { key: 'schedule', words: ['日程', 'スケジュール', 'カレンダー', '予定', '調整'] },
    { key: 'minutes', words: ['議事録', '文字起こし', '書き起こ', '要約', '録音', 'メモ'] },
  ],
  lines: [
    {
      id: 'busy',
      stages: ['guarded'],
      on: ['first'],
      text: 'はい、情報システムの佐藤です。いま少し立て込んでいるんですが、どういったご用件でしょうか？',
    },
    { id: 'five-minutes', stages: ['guarded'], text: '五分ほどで次の会議なんです。手短にお願いできますか？' },
    {
      id: 'many-calls',
      stages: ['guarded'],
      text: 'そういったお電話は、よくいただくんですよ。ほかとは、何が違うんですか？',
    },
    { id: 'why-us', stages: ['guarded'], text: '失礼ですが、どうして、うちにお電話をくださったんですか？' },
    {
      id: 'far-away',
      stages: ['guarded', 'openingUp'],
      on: ['grunt'],
      text: 'もしもし？　……すみません、お電話が少し遠いようです。',
    },
    {
      id: 'to-the-point',
      stages: ['guarded', 'openingUp'],
      on: ['monologue'],
      text: 'すみません、時間があまりないもので。要点だけ、お願いできますか？',
    },
    {
      id: 'price-later',
      stages: ['guarded', 'openingUp'],
      on: ['price'],
      text: '値段の前に、まず、何ができるのかを教えてください。',
    },
    {
      id: 'minutes-well',
      stages: ['guarded', 'openingUp'],
      on: ['minutes'],
      text: '議事録、ですか。……まあ、うちでも若手が苦労しているのは確かです。',
    },
    {
      id: 'schedule-calls',
      stages: ['guarded', 'openingUp', 'objecting'],
      on: ['schedule'],
      text: '日程のことは、総務が毎週、電話とメールで走り回っていますよ。',
    },
    {
      id: 'not-yet',
      stages: ['guarded', 'openingUp'],
      on: ['appointment'],
      text: 'いや、お会いするかどうかは、まだ何とも。もう少し、中身を聞かせてください。',
    },

    {
      id: 'trouble',
      stages: ['openingUp'],
      text: 'なるほど。……実は、議事録には、うちも手を焼いていましてね。',
    },
    {
      id: 'one-hour',
      stages: ['openingUp'],
      text: '会議のたびに、若手が一時間ほどかけて、録音を聞き直しているんです。',
    },
    {
      id: 'ten-mails',
      stages: ['openingUp'],
      text: '日程の調整も厄介でしてね。部署が三つ絡むと、メールが十通は行き来します。',
    },
    {
      id: 'which-firms',
      stages: ['openingUp'],
      text: 'そうですか。具体的には、どんな会社で使われているんですか？',
    },
    {
      id: 'how-much-less',
      stages: ['openingUp'],
      text: 'それで、手間は、実際どのくらい減るものなんでしょう？',
    },
    {
      id: 'and-that',
      stages: ['openingUp', 'objecting'],
      on: ['grunt'],
      text: 'ええ。……それで、どうなるんです？',
    },
    {
      id: 'kept-where',
      stages: ['openingUp', 'objecting', 'deciding'],
      on: ['security'],
      text: 'データの保存先は、国内ですか？　そこは、必ず上から聞かれるもので。',
    },

    {
      id: 'outside',
      stages: ['objecting'],
      text: 'ただ、会議の中身を外に出すのは、正直、抵抗があります。',
    },
    {
      id: 'groupware',
      stages: ['objecting'],
      text: '前に入れたグループウェアは、半年で誰も使わなくなりました。あれは、こたえましたね。',
    },
    {
      id: 'older-staff',
      stages: ['objecting'],
      text: 'うちは年配の社員も多いので、操作が難しいと、まず定着しません。',
    },
    {
      id: 'convince',
      stages: ['objecting'],
      text: 'お話は分かります。ですが、部長を説得するには、まだ材料が足りません。',
    },
    {
      id: 'not-broken',
      stages: ['objecting'],
      text: '今のやり方でも、何とか回ってはいるんですよ。',
      spoken: '今のやり方でも、なんとか回ってはいるんですよ。',
    },
    {
      id: 'per-head',
      stages: ['objecting', 'deciding'],
      on: ['price'],
      text: 'うーん、費用は気になりますね。一人いくら、という形ですか？',
    },
    {
      id: 'one-more',
      stages: ['objecting', 'deciding'],
      on: ['grunt'],
      text: 'うーん……。もう一つ、決め手が欲しいところですね。',
    },
    {
      id: 'which-one',
      stages: ['objecting', 'deciding'],
      on: ['monologue'],
      text: 'なるほど、いろいろあるんですね。うちに一番効くのは、どれだと思われますか？',
    },

    {
      id: 'relieved',
      stages: ['deciding'],
      text: 'そうですか。そこまで考えてくださっているなら、少し安心しました。',
    },
    {
      id: 'small-trial',
      stages: ['deciding'],
      text: '例えば、一つの部署だけで試してみる、ということはできますか？',
    },
    {
      id: 'how-long',
      stages: ['deciding'],
      on: ['any', 'appointment'],
      text: '詳しく伺うとしたら、お時間は、どのくらい必要ですか？',
    },
    {
      id: 'prepare',
      stages: ['deciding'],
      text: 'もし試すとしたら、こちらでは、何を準備すればいいんでしょう？',
    },
    { id: 'support', stages: ['deciding'], text: '使い始めてから困った時は、電話で聞けるんですか？' },
    {
      id: 'younger',
      stages: ['deciding'],
      text: '一度、現場の若手にも聞かせてやりたいですね。一番困っているのは、彼らなので。',
    },
    { id: 'leaning', stages: ['deciding'], text: 'うーん……。前向きに考えても、いいかもしれませんね。' },

    {
      id: 'agreed',
      stages: ['closing'],
      mood: 'warm',
      text: '分かりました。では一度、きちんとお話を伺いましょう。三十分ほど、時間を作ります。',
    },
    {
      id: 'online',
      stages: ['closing'],
      mood: 'warm',
      // By now the user has named a date; which, somebody who cannot recognise speech does not know.
      tool: {
        name: 'book_appointment',
        args: { date: 'お電話で決めた日', time: 'お電話で決めた時刻', notes: 'オンライン、三十分' },
        when: 'before',
      },
      text: 'ええ、それで構いません。オンラインでお願いできますか？　案内は、メールで送ってください。',
    },
    {
      id: 'similar-case',
      stages: ['closing'],
      mood: 'warm',
      text: '当日は、うちと似た規模の会社の例を、見せていただけると助かります。',
    },
    {
      id: 'with-me',
      stages: ['closing'],
      mood: 'warm',
      text: 'こちらからは、私と、総務の者が一人、出るようにします。',
    },
    {
      id: 'materials',
      stages: ['closing'],
      mood: 'warm',
      text: '資料は、前の日までにいただけますか。先に目を通しておきますので。',
    },
    {
      id: 'thanks',
      stages: ['closing'],
      mood: 'warm',
      text: 'では、そろそろ会議ですので。お電話、ありがとうございました。',
    },
    {
      id: 'bye',
      stages: ['closing'],
      mood: 'warm',
      text: 'はい、よろしくお願いします。失礼いたします。',
      tool: hangUp,
    },
  ],
}
