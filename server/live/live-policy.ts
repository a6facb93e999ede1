/**
 * When a conversation renews its connection, asks a silent model, or gives up. All times are ms by the clock that
 * is handed in, so that a test may let hours pass in minutes.
 */
export interface LivePolicy {
  /** How often it is looked whether anything is due. */
  lookEveryMs: number
  rotation: {
    /** From this age on a connection is renewed at the next quiet moment. */
    afterMs: number
    /** At this age it is renewed, quiet or not. */
    atLatestMs: number
    /** So long before the end that `goAway` names it is renewed at the latest. */
    goAwayMarginMs: number
    /** How long the old socket's goodbye is waited for, before the new one is opened. */
    oldSocketMs: number
  }
  reconnect: {
    /** One attempt to take the session up again. Beyond it the handle is given up. */
    resumeTimeoutMs: number
    /** One attempt to begin a new one. */
    freshTimeoutMs: number
    /** Wait before the second attempt; it doubles with each one. */
    firstDelayMs: number
    maxDelayMs: number
    /** Of the delay, the part that is left to chance. */
    jitter: number
    /** The handle is given up after so many attempts with it that were neither taken nor plainly refused. */
    maxHandleAttempts: number
    /** After so long without a connection the partner is lost. */
    limitMs: number
    /** A connection that breaks sooner than this has not ended the outage before it. */
    stableAfterMs: number
    /** A renewal that takes longer is told to the user. */
    tellAfterMs: number
  }
  silence: {
    /** From the end of the user's speech, without a sign of an answer, to the nudge. */
    nudgeAfterMs: number
    /** From the nudge to a renewal of the connection. */
    renewAfterNudgeMs: number
    /** From the end of the user's speech until a model that stays silent over all connections is lost. */
    limitMs: number
    /** Sounds of the user's that are shorter, and in which the service found no words, want no answer. */
    shortestSpeechMs: number
  }
  interruption: {
    /**
     * The model's `interrupted` silences the partner at once. It is believed to be the user's doing while they speak,
     * and so shortly after they did; any other one has broken the turn off, and the model is asked to go on.
     */
    believedWithinMs: number
    /** Our own ear may be later than the model's: it is counted as a phantom when nobody was heard for so long after. */
    heldMs: number
    /** So many phantoms within `phantomWindowMs` make the connection suspect: it is renewed. */
    maxPhantoms: number
    phantomWindowMs: number
  }
  memory: {
    /** Of the user's utterance that is not yet answered, to be said again on a new connection. */
    maxReplayMs: number
    /** Of the microphone between two connections while the user does not speak. */
    maxGapMs: number
    /** What is kept ahead of the user's first word: the ear finds it some time after. */
    leadMs: number
    /** Characters of the talk that are kept to tell a new session of. */
    maxChars: number
  }
}

export const livePolicy: LivePolicy = {
  lookEveryMs: 100,
  rotation: {
    // Google names about 10 min for a connection and tells by goAway about a minute before. 3.8-live was seen to
    // give 58 min, then to end without a word (discuss.ai.google.dev, thread 186392). So goAway leads, and the
    // timer only guards against its absence.
    afterMs: 45 * 60_000,
    atLatestMs: 50 * 60_000,
    // Closing, connecting and being heard again take less than a second; the rest is for a slow network.
    goAwayMarginMs: 5_000,
    // A round trip. A socket that is gone for us but not for the service gets the resumption refused with 1011.
    oldSocketMs: 150,
  },
  reconnect: {
    // A setup takes well below a second; within 5 s of a failure the partner is to be heard again, so that a
    // fresh session must still fit in.
    resumeTimeoutMs: 2_500,
    freshTimeoutMs: 5_000,
    firstDelayMs: 250,
    maxDelayMs: 4_000,
    jitter: 0.5,
    maxHandleAttempts: 4,
    // What a person bears of "reconnecting", and what a user is given who lost their own network.
    limitMs: 30_000,
    stableAfterMs: 5_000,
    // Below, the gap is one that a person takes for a breath.
    tellAfterMs: 1_000,
  },
  silence: {
    // To be found out within 2.5 s. Answers begin after 0.5 to 1.5 s as a rule.
    nudgeAfterMs: 2_300,
    // An answer's own delay; together with the renewal and another answer's still below 5 s.
    renewAfterNudgeMs: 1_200,
    limitMs: 30_000,
    shortestSpeechMs: 300,
  },
  interruption: {
    // The model finds an interruption some 0.3 s after its first sound, and its word for it travels as well.
    believedWithinMs: 700,
    heldMs: 400,
    // python-genai#2333: sessions that interrupt themselves once right after the greeting recover; more do not.
    maxPhantoms: 3,
    phantomWindowMs: 60_000,
  },
  memory: {
    // A spoken turn is hardly ever longer. 20 s are 640 KB, and are held only while somebody speaks.
    maxReplayMs: 20_000,
    // The Live API wants real time: a backlog would delay every answer after it.
    maxGapMs: 1_000,
    leadMs: 500,
    // Some minutes of talk, about 2,000 tokens of Japanese.
    maxChars: 3_000,
  },
}
