/**
 * Every word of the page in English. The other catalogues have its shape (`Catalogue`), and a test compares
 * their keys and placeholders.
 */
export const en = {
  app: {
    title: 'Live Talk',
    tagline: 'Practise hard conversations out loud',
    skip: 'Skip to the content',
  },
  header: {
    language: 'Language',
    toDark: 'Switch to dark colours',
    toLight: 'Switch to light colours',
  },
  builtIn: {
    title: 'You are talking to the built-in partner',
    body: 'No AI service is set up here. The built-in partner hears when you speak and for how long, and answers with lines of its role, but it cannot understand words. It is there to try everything out.',
    key: 'With a Gemini API key (GEMINI_API_KEY on the server), an AI plays the role: it understands you, answers what you really said, and writes your words down.',
    short: 'Built-in partner: it answers by its script and cannot understand words.',
    more: 'What does this mean?',
  },
  failure: {
    retry: 'Try again',
    home: 'To the scenarios',
    notFound: {
      title: 'There is no such page',
      body: 'The address may be mistyped, or what stood here has moved.',
    },
  },
  scenarios: {
    headline: 'Practise hard conversations out loud',
    lead: 'Choose a situation and start talking. An AI plays the other person and answers you by voice, so the real conversation will not be your first.',
    list: 'Scenarios',
    loading: 'Loading the scenarios',
    empty: 'There are no scenarios on this server yet.',
    yourGoal: 'Your goal',
    minutes: 'about {{minutes}} min',
    difficulty: { easy: 'Gentle', medium: 'Demanding', hard: 'Tough' },
    difficultyLabel: 'Difficulty: {{level}}',
    locale: { 'ja-JP': '日本語', 'en-US': 'English' },
    localeLabel: 'Spoken language: {{language}}',
  },
  talk: {
    back: 'All scenarios',
    loading: 'Loading the scenario',
    situation: 'Situation',
    goal: 'Your goal',
    opening: 'How it begins',
    openingByUser: 'You speak first, for example:',
    openingByPartner: '{{name}} speaks first. Listen, then answer.',
    start: 'Start talking',
    startHint: 'Your browser will ask for the microphone. Headphones make it sound best.',
    allowMicrophone: 'Please allow the microphone in your browser’s question.',
    hangUp: 'Hang up',
    hangingUp: 'Hanging up',
    cancel: 'Cancel',
    mute: 'Mute',
    unmute: 'Unmute',
    mutedNote: 'Your microphone is muted',
    tryAgain: 'Try again',
    chooseAnother: 'Choose another scenario',
    retryIn: 'It is worth another try in {{seconds}} s.',
    duration: 'You talked for {{time}}.',
    elapsed: 'Time talked',
    pushToTalk: 'Push to talk',
    pushToTalkHint: 'Your microphone is open only while you hold Space or the button.',
    holdToTalk: 'Hold to talk',
    holdHint: 'Hold Space or the button to speak',
    holding: 'You are on: let go when you have finished',
    keys: 'M: mute, Esc: hang up',
    say: 'Type a line',
    sayPlaceholder: 'Type instead of speaking',
    send: 'Send',
    sayFailed: 'The line did not get through: {{why}}',
    you: 'You',
    captions: 'Captions',
    captionsEmpty: 'What you both say appears here.',
    captionsEmptyEnded: 'Nothing was said.',
    cutShort: 'cut short',
    toLatest: 'To the latest',
    playSound: 'Play the sound',
    levels: 'How loud you and {{name}} are',
  },
  state: {
    idle: 'Ready when you are',
    requestingMicrophone: 'Waiting for your microphone',
    connecting: 'Calling {{name}}',
    connectingAgain: 'Calling {{name}} once more',
    live: 'Connected',
    reconnecting: 'The connection broke, trying to bring it back',
    ended: 'The talk is over',
    partnerSpeaks: '{{name}} is speaking',
    userSpeaks: '{{name}} is listening',
    yourTurn: 'Go ahead, {{name}} is there',
  },
  path: {
    checking: 'Checking the way to the server',
    direct: 'From here your voice goes straight to the server (WebRTC).',
    relay: 'Your voice will go through a relay server (WebRTC). That works, with a little more delay.',
    socket:
      'This network or browser holds up WebRTC, so the talk will go over a WebSocket. It works the same; connecting takes a few seconds longer.',
    none: 'No way to the server was found. Check your network before you start.',
  },
  network: {
    good: 'Good connection.',
    fair: 'Fair connection.',
    poor: 'Poor connection.',
    webrtc: 'Direct',
    relay: 'Relay',
    websocket: 'WebSocket',
    webrtcExplained: 'Sound goes straight to the server (WebRTC).',
    relayExplained: 'Sound goes through a relay server (WebRTC).',
    websocketExplained: 'WebRTC does not get through, so sound goes over a WebSocket. The talk is the same.',
    numbers: 'Round trip {{rtt}} ms, {{loss}} % lost.',
  },
  notice: {
    signallingDown: 'Captions are held up: the line to the server is being restored. You can go on talking.',
    microphoneLost: 'Your microphone is gone. Was it unplugged? Connect one, hang up and start again.',
    playbackBlocked: 'Your browser holds the sound back until you allow it.',
  },
  problem: {
    microphoneRefused: {
      title: 'The microphone is not allowed',
      body: 'Click the icon beside the page’s address, allow the microphone, then try again. If it stays blocked, allow your browser the microphone in the system settings too.',
    },
    microphoneMissing: {
      title: 'No microphone was found',
      body: 'Connect a microphone or a headset, then try again.',
    },
    microphoneBusy: {
      title: 'The microphone gives no sound',
      body: 'Another program may be using it, such as an online meeting. Close that, or choose another microphone, then try again.',
    },
    microphoneUnsupported: {
      title: 'This browser gives no microphone here',
      body: 'Open the page over https, or on this computer as http://127.0.0.1, in a current version of Chrome, Edge, Safari or Firefox.',
    },
    serverUnreachable: {
      title: 'The server does not answer',
      body: 'Check your internet connection. If it is fine, the server may be down: try again in a minute.',
    },
    connectionFailed: {
      title: 'No connection for your voice',
      body: 'The server answered, but sound found no way through. A company network or VPN may block it: try again, or use another network.',
    },
    connectionLost: {
      title: 'The connection was lost',
      body: 'What was said until then is kept. Check your network, then start again.',
    },
    unexpected: {
      title: 'Something went wrong in this page',
      body: 'That is our fault. Reload the page and try again.',
    },
  },
  endReason: {
    hungUp: {
      title: 'You ended the talk',
      body: 'Read over what was said, then try once more: the second time goes better.',
    },
    userLost: {
      title: 'We lost you',
      body: 'Nothing came from your side any more, so the talk was ended. Check your network, then start again.',
    },
    partnerEnded: {
      title: 'Your partner ended the talk',
      body: 'Read over how it came to that, and try another way.',
    },
    partnerUnavailable: {
      title: 'The partner could not be reached',
      body: 'The AI service behind it did not answer in time. Try again in a minute.',
    },
    partnerRefused: {
      title: 'The AI service refused',
      body: 'It did not accept this server’s key, model or settings. Trying again will not help: whoever runs the server has to check them.',
    },
    partnerLost: {
      title: 'The partner is gone',
      body: 'The connection to the AI service broke during the talk and did not come back. What was said is kept. You can start again.',
    },
    timeLimit: {
      title: 'The time is up',
      body: 'This is the longest talk that the server allows. Start a new one to go on practising.',
    },
    serverStopping: {
      title: 'The server is being restarted',
      body: 'The talk had to end for it. Start again in a minute.',
    },
    talkNotFound: {
      title: 'The talk is over',
      body: 'By the time you were connected again, the server did not have it any more. Start a new one.',
    },
    internalError: {
      title: 'Something went wrong on the server',
      body: 'The talk had to end. That is our fault, not yours. Start again; if it happens again, tell whoever runs the server.',
    },
  },
  errorReason: {
    badInput: {
      title: 'The server did not understand that',
      body: 'What was sent was not complete or not valid. Reload the page and try again.',
    },
    tooLarge: {
      title: 'That was too long',
      body: 'Make it shorter and send it again.',
    },
    badOffer: {
      title: 'Your browser’s call was not understood',
      body: 'The server cannot hold a voice call with this browser. Update it, or use a current Chrome, Edge, Safari or Firefox.',
    },
    notSignedIn: {
      title: 'You are not signed in',
      body: 'This server only lets in those it knows. Sign in, or ask whoever runs it for access.',
    },
    notAllowed: {
      title: 'That is not allowed to you',
      body: 'Ask whoever runs the server for the right to do it.',
    },
    notFound: {
      title: 'The server does not know this',
      body: 'The page may be older than the server. Reload it and try again.',
    },
    talkNotFound: {
      title: 'There is no such talk',
      body: 'It may have been removed, or it belongs to somebody else.',
    },
    talkEnded: {
      title: 'This talk is over already',
      body: 'Start a new one to go on.',
    },
    scenarioNotFound: {
      title: 'There is no such scenario',
      body: 'It may have been removed or renamed. Choose another one.',
    },
    capacityReached: {
      title: 'All lines are busy',
      body: 'As many talks are running as are allowed. End one of yours, or try again in a little while.',
    },
    serverStopping: {
      title: 'The server is being restarted',
      body: 'It takes no new talks for the moment. Try again in a minute.',
    },
    partnerUnavailable: {
      title: 'The AI service cannot be reached',
      body: 'The service behind the partner does not answer. Try again in a minute.',
    },
    internalError: {
      title: 'Something went wrong on the server',
      body: 'That is our fault, not yours. Try again; if it happens again, tell whoever runs the server.',
    },
  },
}

/** The shape that every catalogue has. */
export type Catalogue = typeof en
