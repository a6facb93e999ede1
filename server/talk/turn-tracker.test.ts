import { describe, expect, it } from 'vitest'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { TurnTracker } from './turn-tracker.ts'

function track(play: (tracker: TurnTracker) => void): TalkEvent[] {
  const events: TalkEvent[] = []
  play(new TurnTracker({ emit: (event) => events.push(event) }))
  return events
}

const transcripts = (events: TalkEvent[]) => events.filter((event) => event.type === 'transcript')
const finals = (events: TalkEvent[]) => transcripts(events).filter((event) => event.final)
const ofType = <T extends TalkEvent['type']>(events: TalkEvent[], type: T) =>
  events.filter((event): event is Extract<TalkEvent, { type: T }> => event.type === type)

/** The user speaks from 1,000 to 2,000, the partner answers from 2,600 to 4,000. */
function exchange(tracker: TurnTracker) {
  tracker.userSpeechStarted(1000)
  tracker.userSpeechEnded(2000)
  tracker.inputTranscript('hello', 2500)
  tracker.outputTranscript('good', 2550)
  const turnId = tracker.partnerAudio(2560, 1_000)
  tracker.playoutStarted(turnId, 2600)
  tracker.outputTranscript(' day', 2650)
  tracker.turnComplete()
  tracker.playoutFinished(turnId, 4000)
}

describe('the turns of a talk', () => {
  it('carry the text so far, and are final once heard, with the times of the sound', () => {
    const events = track(exchange)
    expect(transcripts(events).map(({ role, text, final }) => [role, text, final])).toEqual([
      ['user', 'hello', false],
      ['user', 'hello', true],
      ['partner', 'good', false],
      ['partner', 'good day', false],
      ['partner', 'good day', true],
    ])
    expect(finals(events).map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [1000, 2000],
      [2600, 4000],
    ])
  })

  it('tell who speaks, from the sound itself', () => {
    expect(ofType(track(exchange), 'speaking').map(({ role, active, atMs }) => [role, active, atMs])).toEqual(
      [
        ['user', true, 1000],
        ['user', false, 2000],
        ['partner', true, 2600],
        ['partner', false, 4000],
      ],
    )
  })

  it('give the latency from the end of the speech to the first packet, once a turn', () => {
    expect(ofType(track(exchange), 'latency').map(({ ms }) => ms)).toEqual([600])
  })

  it('give it too when the answer begins before our own ear is sure of the end, and mend the end', () => {
    const events = track((tracker) => {
      tracker.userSpeechStarted(1000)
      tracker.inputTranscript('hello', 2500)
      tracker.playoutStarted(tracker.partnerAudio(2560, 1_000), 2600)
      tracker.userSpeechEnded(2000)
    })
    expect(ofType(events, 'latency').map(({ ms }) => ms)).toEqual([600])
    expect(finals(events).at(-1)).toMatchObject({ role: 'user', startMs: 1000, endMs: 2000 })
  })

  it('take what the user says after a short pause for the same turn, until the partner reacts', () => {
    const events = track((tracker) => {
      tracker.userSpeechStarted(0)
      tracker.userSpeechEnded(500)
      tracker.userSpeechStarted(900)
      tracker.userSpeechEnded(1500)
      tracker.inputTranscript('one and two', 1600)
      tracker.outputTranscript('three', 2000)
    })
    expect(finals(events)).toMatchObject([{ role: 'user', startMs: 0, endMs: 1500 }])
  })

  it('put a transcript that comes after the answer began to the turn it belongs to', () => {
    const events = track((tracker) => {
      tracker.userSpeechStarted(0)
      tracker.userSpeechEnded(500)
      tracker.outputTranscript('yes', 1000)
      tracker.inputTranscript('really?', 1100)
      tracker.turnComplete()
    })
    const user = transcripts(events).filter(({ role }) => role === 'user')
    expect(user).toMatchObject([{ text: 'really?', final: true, startMs: 0, endMs: 500 }])
    const partner = transcripts(events).filter(({ role }) => role === 'partner')
    expect(user[0]?.turnId).not.toBe(partner[0]?.turnId)
  })

  it('do not count a nod, neither as a turn nor as the beginning of the next one', () => {
    const events = track((tracker) => {
      tracker.playoutStarted(tracker.partnerAudio(0, 1_000), 0)
      tracker.userSpeechStarted(300)
      tracker.userSpeechEnded(600)
      tracker.backChannel()
      tracker.turnComplete()
      tracker.playoutFinished('t1', 1_000)
      tracker.userSpeechStarted(2_000)
      tracker.inputTranscript('so', 2_500)
      tracker.playoutStarted(tracker.partnerAudio(2_600, 1_000), 2_700)
    })
    expect(finals(events).filter(({ role }) => role === 'user')).toMatchObject([
      { startMs: 2_000, text: 'so' },
    ])
    expect(ofType(events, 'latency')).toEqual([])
  })

  it('carry what they cost with their final words, summed, and once more where these were told already', () => {
    const usage = { promptTokens: 10, responseTokens: 2, totalTokens: 12 }
    const events = track((tracker) => {
      tracker.usage(usage)
      const turnId = tracker.partnerAudio(0, 1_000)
      tracker.outputTranscript('one', 0)
      tracker.playoutStarted(turnId, 0)
      tracker.usage(usage)
      tracker.turnComplete()
      tracker.usage(usage)
      tracker.playoutFinished(turnId, 1_000)
      tracker.outputTranscript('two', 2_000)
      tracker.turnComplete()
      tracker.usage(usage)
    })
    expect(finals(events).map(({ text, usage: cost }) => [text, cost?.totalTokens])).toEqual([
      ['one', 24],
      ['two', undefined],
      ['two', 12],
    ])
  })

  it('make a typed line a final turn at once', () => {
    const events = track((tracker) => tracker.userSaid('How much is it?', 700))
    expect(events).toMatchObject([{ type: 'transcript', role: 'user', text: 'How much is it?', final: true }])
  })

  it('end a turn that has words but no sound when the model completes it', () => {
    const events = track((tracker) => {
      tracker.outputTranscript('silent words', 100)
      tracker.turnComplete()
    })
    expect(finals(events)).toMatchObject([{ role: 'partner', text: 'silent words' }])
  })

  it('end once when all was heard before the model calls them complete', () => {
    const events = track((tracker) => {
      const turnId = tracker.partnerAudio(0, 1_000)
      tracker.outputTranscript('short', 0)
      tracker.playoutStarted(turnId, 50)
      tracker.playoutFinished(turnId, 400)
      tracker.turnComplete()
      tracker.outputTranscript('next', 900)
    })
    expect(finals(events)).toMatchObject([{ turnId: 't1', text: 'short', endMs: 400 }])
    expect(transcripts(events).at(-1)).toMatchObject({ turnId: 't2' })
  })

  it('do not exist for an empty turnComplete', () => {
    expect(track((tracker) => tracker.turnComplete())).toEqual([])
  })

  it('become final as they stand when the talk ends', () => {
    const events = track((tracker) => {
      tracker.inputTranscript('wait', 100)
      tracker.finish(200)
    })
    expect(finals(events)).toMatchObject([{ role: 'user', text: 'wait' }])
    expect(
      finals(
        track((tracker) => {
          tracker.playoutStarted(tracker.partnerAudio(0, 1_000), 10)
          tracker.outputTranscript('but', 20)
          tracker.finish(500)
        }),
      ),
    ).toMatchObject([{ role: 'partner', text: 'but', startMs: 10, endMs: 500 }])
  })
})

describe('an interruption', () => {
  it('ends the turn that is heard, and what comes next is another turn', () => {
    const events = track((tracker) => {
      const first = tracker.partnerAudio(0, 1_000)
      tracker.outputTranscript('first', 0)
      tracker.playoutStarted(first, 50)
      tracker.interrupted(800, () => 750)
      tracker.turnComplete()
      tracker.outputTranscript('second', 2000)
    })
    expect(ofType(events, 'interrupted')).toMatchObject([{ turnId: 't1', heardMs: 750 }])
    expect(finals(events)).toMatchObject([{ turnId: 't1', startMs: 50, endMs: 800 }])
    expect(transcripts(events).at(-1)).toMatchObject({ turnId: 't2', text: 'second' })
  })

  it('after turnComplete still ends what is being played', () => {
    const events = track((tracker) => {
      const turnId = tracker.partnerAudio(0, 1_000)
      tracker.playoutStarted(turnId, 50)
      tracker.turnComplete()
      tracker.interrupted(300, () => 240)
    })
    expect(ofType(events, 'interrupted')).toMatchObject([{ heardMs: 240 }])
    expect(ofType(events, 'speaking').at(-1)).toMatchObject({ role: 'partner', active: false, atMs: 300 })
  })

  it('before any sound was sent tells that nothing was heard', () => {
    const events = track((tracker) => {
      tracker.partnerAudio(0, 1_000)
      tracker.interrupted(10, () => 0)
    })
    expect(ofType(events, 'interrupted')).toMatchObject([{ heardMs: 0 }])
    expect(ofType(events, 'speaking')).toEqual([])
  })

  it('by someone who went on after a pause that the model took for the end is a turn of its own', () => {
    const events = track((tracker) => {
      tracker.userSpeechStarted(0)
      tracker.inputTranscript('first', 1600)
      tracker.playoutStarted(tracker.partnerAudio(1700, 1_000), 1750)
      tracker.interrupted(2000, () => 250)
      tracker.userSpeechEnded(3000)
      tracker.inputTranscript('second', 3600)
      tracker.outputTranscript('yes', 3700)
    })
    const user = finals(events).filter(({ role }) => role === 'user')
    expect(user.map(({ text, startMs, endMs }) => [text, startMs, endMs])).toEqual([
      ['first', 0, 1700],
      ['second', 2000, 3000],
    ])
  })

  it('leaves in the transcript the words that were heard', () => {
    const events = track((tracker) => {
      tracker.outputTranscript('One moment', 0)
      const turnId = tracker.partnerAudio(0, 1_000)
      tracker.outputTranscript(' please, I will look.', 10)
      tracker.partnerAudio(10, 1_500)
      tracker.playoutStarted(turnId, 50)
      tracker.interrupted(1_100, () => 1_050)
    })
    expect(finals(events)).toMatchObject([{ text: 'One moment' }])
  })

  it('with nothing to cut, or twice in a row, is told once at most', () => {
    expect(track((tracker) => tracker.interrupted(0, () => 0))).toEqual([])
    const events = track((tracker) => {
      tracker.playoutStarted(tracker.partnerAudio(0, 1_000), 0)
      tracker.interrupted(100, () => 100)
      tracker.interrupted(120, () => 100)
    })
    expect(ofType(events, 'interrupted')).toHaveLength(1)
  })
})
