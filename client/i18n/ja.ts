import type { Catalogue } from './en.ts'

/** 画面のことばのすべて。形は英語のものと同じで、キーと差し込みの一致はテストが確かめます。 */
export const ja: Catalogue = {
  app: {
    title: 'Live Talk',
    tagline: 'むずかしい会話を、声に出して練習する',
    skip: '本文へ移動',
  },
  header: {
    language: '表示言語',
    toDark: '暗い配色に切り替える',
    toLight: '明るい配色に切り替える',
  },
  builtIn: {
    title: '内蔵の練習相手がお相手します',
    body: 'このサーバーには AI サービスが設定されていません。内蔵の練習相手は、あなたが話していることと話の長さを聞き取り、役に合ったせりふで答えますが、ことばの意味は分かりません。ひととおり試していただくためのものです。',
    key: 'Gemini の API キー（サーバーの GEMINI_API_KEY）を設定すると、AI が役を演じます。お話を理解し、その内容に答え、あなたのことばも文字になります。',
    short: '内蔵の練習相手：台本どおりに答え、ことばの意味は分かりません。',
    more: 'どういうことですか',
  },
  failure: {
    retry: 'もう一度試す',
    home: '場面の一覧へ',
    notFound: {
      title: 'ページが見つかりません',
      body: 'アドレスが違っているか、ページが移動した可能性があります。',
    },
  },
  scenarios: {
    headline: 'むずかしい会話を、\n声に出して練習する',
    lead: '場面を選んで、話しかけてください。AI が相手役になり、声で答えます。本番を「初めて」にしないために。',
    list: '場面の一覧',
    loading: '場面を読み込んでいます',
    empty: 'このサーバーには、まだ場面がありません。',
    yourGoal: 'あなたの目標',
    minutes: '約{{minutes}}分',
    difficulty: { easy: 'やさしい', medium: 'ふつう', hard: 'むずかしい' },
    difficultyLabel: '難易度：{{level}}',
    locale: { 'ja-JP': '日本語', 'en-US': 'English' },
    localeLabel: '話すことば：{{language}}',
  },
  talk: {
    back: '場面の一覧',
    loading: '場面を読み込んでいます',
    situation: '状況',
    goal: 'あなたの目標',
    opening: '始まり方',
    openingByUser: 'あなたから話しかけます。たとえば：',
    openingByPartner: '{{name}}さんが先に話します。聞いてから答えてください。',
    start: '話しはじめる',
    startHint: 'ブラウザーがマイクの許可を求めます。ヘッドホンを使うと、よりきれいに聞こえます。',
    allowMicrophone: 'ブラウザーの確認画面で、マイクの使用を許可してください。',
    hangUp: '電話を切る',
    hangingUp: '切っています',
    cancel: 'やめる',
    mute: 'ミュート',
    unmute: 'ミュート解除',
    mutedNote: 'マイクはミュート中です',
    tryAgain: 'もう一度話す',
    chooseAnother: '別の場面を選ぶ',
    retryIn: 'およそ{{seconds}}秒後に、もう一度お試しください。',
    duration: '通話時間は {{time}} でした。',
    elapsed: '通話時間',
    pushToTalk: '押している間だけ話す',
    pushToTalkHint: 'スペースキーかボタンを押している間だけ、マイクが入ります。',
    holdToTalk: '押して話す',
    holdHint: 'スペースキーかボタンを押しながら話してください',
    holding: '聞こえています。話し終えたら離してください',
    keys: 'M：ミュート　Esc：切る',
    say: '文字で伝える',
    sayPlaceholder: '声の代わりに文字で伝える',
    send: '送る',
    sayFailed: '送れませんでした。{{why}}',
    you: 'あなた',
    captions: '字幕',
    captionsEmpty: 'お二人の話したことが、ここに出ます。',
    captionsEmptyEnded: '会話はありませんでした。',
    cutShort: '途中まで',
    toLatest: '最新へ',
    playSound: '音を出す',
    levels: 'あなたと{{name}}さんの声の大きさ',
  },
  state: {
    idle: 'いつでも始められます',
    requestingMicrophone: 'マイクの許可を待っています',
    connecting: '{{name}}さんを呼び出しています',
    connectingAgain: '{{name}}さんをもう一度呼び出しています',
    live: 'つながりました',
    reconnecting: '接続が切れました。つなぎ直しています',
    ended: '会話は終わりました',
    partnerSpeaks: '{{name}}さんが話しています',
    userSpeaks: '{{name}}さんが聞いています',
    yourTurn: 'どうぞ、お話しください',
  },
  path: {
    checking: 'サーバーまでの通り道を確かめています',
    direct: 'ここからは、声がサーバーへ直接届きます（WebRTC）。',
    relay: '声は中継サーバーを通ります（WebRTC）。少し遅れますが、問題なく話せます。',
    socket:
      'このネットワークかブラウザーでは WebRTC が使えないため、WebSocket で話します。つながるまで数秒かかりますが、同じように話せます。',
    none: 'サーバーまでの通り道が見つかりません。始める前に、ネットワークを確かめてください。',
  },
  network: {
    good: '通信は良好です。',
    fair: '通信はやや不安定です。',
    poor: '通信が不安定です。',
    webrtc: '直接',
    relay: '中継',
    websocket: 'WebSocket',
    webrtcExplained: '音声はサーバーと直接やりとりしています（WebRTC）。',
    relayExplained: '音声は中継サーバーを通っています（WebRTC）。',
    websocketExplained: 'WebRTC が通らないため、音声は WebSocket を通っています。会話はそのまま続きます。',
    numbers: '往復 {{rtt}} ミリ秒、損失 {{loss}}%。',
  },
  notice: {
    signallingDown:
      '字幕が遅れています。サーバーとの接続を戻しているところです。会話はそのまま続けられます。',
    microphoneLost:
      'マイクが使えなくなりました。抜けていませんか。つなぎ直し、いったん切ってから始めてください。',
    playbackBlocked: 'ブラウザーが音を止めています。ボタンを押すと聞こえます。',
  },
  problem: {
    microphoneRefused: {
      title: 'マイクの使用が許可されていません',
      body: 'アドレスの横のアイコンからマイクを許可して、もう一度お試しください。それでも使えないときは、パソコンやスマートフォンの設定でも、ブラウザーにマイクを許可してください。',
    },
    microphoneMissing: {
      title: 'マイクが見つかりません',
      body: 'マイクかヘッドセットをつないで、もう一度お試しください。',
    },
    microphoneBusy: {
      title: 'マイクから音が届きません',
      body: 'オンライン会議など、ほかのソフトが使っている可能性があります。そちらを閉じるか、別のマイクを選んで、もう一度お試しください。',
    },
    microphoneUnsupported: {
      title: 'この開き方ではマイクを使えません',
      body: 'https のアドレスで開くか、同じパソコンの http://127.0.0.1 で開いてください。ブラウザーは、最新の Chrome、Edge、Safari、Firefox をお使いください。',
    },
    serverUnreachable: {
      title: 'サーバーから応答がありません',
      body: 'インターネット接続を確かめてください。問題がなければ、サーバーが止まっている可能性があります。少し待ってから、もう一度お試しください。',
    },
    connectionFailed: {
      title: '音声がつながりませんでした',
      body: 'サーバーは応答しましたが、音声の通り道が見つかりません。会社のネットワークや VPN が止めている可能性があります。もう一度試すか、別のネットワークをお使いください。',
    },
    connectionLost: {
      title: '接続が切れました',
      body: 'それまでの会話は残っています。ネットワークを確かめて、もう一度始めてください。',
    },
    unexpected: {
      title: 'この画面で不具合が起きました',
      body: '申し訳ありません。ページを読み込み直して、もう一度お試しください。',
    },
  },
  endReason: {
    hungUp: {
      title: '会話を終えました',
      body: 'やりとりを読み返して、もう一度話してみましょう。二度目はきっとうまくいきます。',
    },
    userLost: {
      title: 'こちらに音声が届かなくなりました',
      body: 'しばらく何も届かなかったため、会話を終えました。ネットワークを確かめて、もう一度始めてください。',
    },
    partnerEnded: {
      title: '相手が会話を終えました',
      body: 'どうしてそうなったのかを読み返して、別の話し方を試してみましょう。',
    },
    partnerUnavailable: {
      title: '相手につながりませんでした',
      body: '相手役の AI サービスから、時間内に応答がありませんでした。少し待ってから、もう一度お試しください。',
    },
    partnerRefused: {
      title: 'AI サービスに断られました',
      body: 'サーバーのキー、モデル、設定のどれかが受け付けられませんでした。繰り返しても変わりません。サーバーの管理者に確認をお願いしてください。',
    },
    partnerLost: {
      title: '相手との接続が切れました',
      body: '会話の途中で AI サービスとの接続が切れ、戻りませんでした。それまでの会話は残っています。もう一度始められます。',
    },
    timeLimit: {
      title: '時間になりました',
      body: 'このサーバーで続けて話せる時間の上限です。続きは、新しい会話で練習してください。',
    },
    serverStopping: {
      title: 'サーバーを再起動しています',
      body: 'そのため会話を終えました。少し待ってから、もう一度始めてください。',
    },
    talkNotFound: {
      title: '会話は終わっていました',
      body: 'つなぎ直したときには、サーバーに会話が残っていませんでした。新しく始めてください。',
    },
    internalError: {
      title: 'サーバーで不具合が起きました',
      body: '申し訳ありません。会話を続けられなくなりました。もう一度始めてください。繰り返すときは、サーバーの管理者にお知らせください。',
    },
  },
  errorReason: {
    badInput: {
      title: 'サーバーに正しく伝わりませんでした',
      body: '送った内容が足りないか、正しくありません。ページを読み込み直して、もう一度お試しください。',
    },
    tooLarge: {
      title: '長すぎます',
      body: '短くして、もう一度送ってください。',
    },
    badOffer: {
      title: 'ブラウザーからの発信が伝わりませんでした',
      body: 'このブラウザーとは音声通話ができません。最新の Chrome、Edge、Safari、Firefox をお使いください。',
    },
    notSignedIn: {
      title: 'サインインしていません',
      body: 'このサーバーは、登録された人だけが使えます。サインインするか、サーバーの管理者に利用を申し込んでください。',
    },
    notAllowed: {
      title: '許可されていない操作です',
      body: '必要なときは、サーバーの管理者に許可を求めてください。',
    },
    notFound: {
      title: 'サーバーに見当たりません',
      body: '画面がサーバーより古い可能性があります。ページを読み込み直して、もう一度お試しください。',
    },
    talkNotFound: {
      title: 'この会話は見つかりません',
      body: '削除されたか、ほかの方の会話です。',
    },
    talkEnded: {
      title: 'この会話はもう終わっています',
      body: '続けるときは、新しく始めてください。',
    },
    scenarioNotFound: {
      title: 'この場面は見つかりません',
      body: '削除されたか、名前が変わった可能性があります。別の場面を選んでください。',
    },
    capacityReached: {
      title: 'ただいま満員です',
      body: '同時にできる会話の数に達しています。ほかに開いている会話を終えるか、しばらくしてからお試しください。',
    },
    serverStopping: {
      title: 'サーバーを再起動しています',
      body: 'いまは新しい会話を始められません。少し待ってから、もう一度お試しください。',
    },
    partnerUnavailable: {
      title: 'AI サービスにつながりません',
      body: '相手役の AI サービスから応答がありません。少し待ってから、もう一度お試しください。',
    },
    internalError: {
      title: 'サーバーで不具合が起きました',
      body: '申し訳ありません。もう一度お試しください。繰り返すときは、サーバーの管理者にお知らせください。',
    },
  },
}
