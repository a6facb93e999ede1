import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import type { Scenario } from '../../shared/scenario.ts'
import { builtInScenarios } from '../scenarios/index.ts'
import { liveCues } from '../scenarios/live-cues.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { FakeLiveModel } from '../testing/fake-live-model.ts'
import type { ConversationEvent } from './conversation-event.ts'
import { LiveConversation } from './live-conversation.ts'
import { LiveError, type LiveEvent } from './live-model.ts'

const english = builtInScenarios.find(({ locale }) => locale === 'en-US')
if (!english) throw new Error('no scenario in English')
const scenario: Scenario = english
const cues = liveCues['en-US']

/** Lets promises that are already resolved go on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

const MESSAGE_MS = 40
const message = (value: number) => new Int16Array(640).fill(value)
const seconds = (s: number) => s * 25 * 640

async function begin() {
  const clock = new FakeClock()
  const model = new FakeLiveModel()
  const events: ConversationEvent[] = []
  const partner = { sounds: false }
  const conversation = new LiveConversation({
    model,
    scenario,
    clock,
    log: pino({ level: 'silent' }),
    random: () => 0,
    partnerSounds: () => partner.sounds,
    onEvent: (event) => events.push(event),
  })
  const opening = conversation.open()
  model.attempts[0]?.accept()
  await opening

  const types = () => events.map(({ type }) => type)
  const emit = (...given: LiveEvent[]) => {
    for (const event of given) model.newest.emit(event)
  }
  /** Time passes in steps, so that what waits for a promise goes on in between. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(Math.min(50, ms - passed))
      await settled()
    }
  }
  /** The microphone sends, in real time. */
  const hear = (value: number, ms: number) => {
    for (let passed = 0; passed < ms; passed += MESSAGE_MS) {
      clock.advance(MESSAGE_MS)
      conversation.sendAudio(message(value))
    }
  }
  const say = (value: number, ms = 1_000) => {
    hear(value, 200)
    conversation.userSpeaks(true, 200)
    hear(value, ms - 200)
    hear(9, 400)
    conversation.userSpeaks(false, 400)
  }
  const answer = (text = 'Yes.', handle?: string) => {
    emit(
      { type: 'outputTranscript', text },
      { type: 'audio', pcm: new Int16Array(24_000), sampleRateHz: 24_000 },
      { type: 'generationComplete' },
      { type: 'turnComplete' },
    )
    if (handle !== undefined) emit({ type: 'resumption', handle, resumable: true })
  }
  const drop = (words = 'gone') => emit({ type: 'closed', error: new LiveError('lost', words) })
  /** Accepts the attempt that is being made. */
  const accept = async () => {
    await settled()
    const session = model.attempts.at(-1)?.accept()
    if (!session) throw new Error('nobody connects')
    await settled()
    return session
  }
  return {
    conversation,
    model,
    clock,
    events,
    partner,
    types,
    emit,
    pass,
    hear,
    say,
    answer,
    drop,
    accept,
    attempts: () => model.attempts.length,
    newestHandle: () => model.attempts.at(-1)?.options.resumeHandle,
  }
}

describe('a conversation whose connection is to end', () => {
  it('takes the session up on another one as soon as nobody speaks, the old one closed first', async () => {
    const { conversation, model, emit, answer, pass, accept, partner, events, newestHandle } = await begin()
    answer('Hello.', 'h1')
    partner.sounds = true
    emit({ type: 'goAway', timeLeftMs: 50_000 })
    await pass(5_000)
    expect(model.attempts).toHaveLength(1)
    partner.sounds = false
    await pass(100)
    expect(model.sessions[0]?.closed).toBe(1)
    expect(newestHandle()).toBe('h1')
    const next = await accept()
    expect(next.order).toEqual([])
    expect(events.at(-1)).toEqual({
      type: 'renewed',
      planned: true,
      memory: 'kept',
      gapMs: expect.any(Number),
    })
    expect(events.map(({ type }) => type)).not.toContain('down')
    await conversation.close()
  })

  it('waits for the answer that is due, for the turn, for the handle of it, and for a tool', async () => {
    const { conversation, emit, answer, pass, say, attempts } = await begin()
    answer('Hello.', 'h1')
    say(1)
    emit({ type: 'goAway', timeLeftMs: 60_000 })
    await pass(1_000)
    emit({ type: 'outputTranscript', text: 'Well' })
    await pass(1_000)
    emit({ type: 'toolCall', calls: [{ id: 'c', name: 'f', args: {} }] }, { type: 'turnComplete' })
    await pass(1_000)
    conversation.sendToolResponses([{ id: 'c', name: 'f', response: { output: {} } }])
    await pass(1_000)
    expect(attempts()).toBe(1)
    emit({ type: 'resumption', handle: 'h2', resumable: true })
    await pass(200)
    expect(attempts()).toBe(2)
    await conversation.close()
  })

  it('does so 5 s before its end at the latest, and says again what the user is just saying', async () => {
    const { conversation, model, emit, answer, pass, hear, accept, attempts } = await begin()
    answer('Hello.', 'h1')
    emit({ type: 'goAway', timeLeftMs: 10_000 })
    conversation.userSpeaks(true, 0)
    hear(3, 4_000)
    expect(attempts()).toBe(1)
    hear(4, 1_200)
    await pass(0)
    expect(model.sessions[0]?.closed).toBe(1)
    const next = await accept()
    hear(5, 400)
    expect([...new Set(next.audio)]).toEqual([3, 4, 5])
    expect(next.audio.length).toBe(seconds(5.6))
    await conversation.close()
  })

  it('is renewed by our own clock where the service gives no warning', async () => {
    const { conversation, answer, clock, attempts, newestHandle } = await begin()
    answer('Hello.', 'h1')
    clock.advance(44 * 60_000)
    expect(attempts()).toBe(1)
    clock.advance(2 * 60_000)
    await settled()
    expect([attempts(), newestHandle()]).toEqual([2, 'h1'])
    await conversation.close()
  })

  it('keeps a second of the microphone meanwhile, the newest, and counts the rest', async () => {
    const { conversation, emit, answer, pass, hear, accept } = await begin()
    answer('Hello.', 'h1')
    hear(1, 1_000)
    emit({ type: 'goAway', timeLeftMs: 50_000 })
    await pass(300)
    hear(2, 600)
    hear(3, 800)
    const next = await accept()
    expect(next.audio.length).toBe(seconds(1))
    expect([next.audio[0], next.audio.at(-1)]).toEqual([2, 3])
    expect(conversation.stats.droppedAudioMs).toBe(400)
    await conversation.close()
  })

  it('hears nothing more of the old connection', async () => {
    const { conversation, model, emit, answer, pass, accept, events } = await begin()
    answer('Hello.', 'h1')
    emit({ type: 'goAway', timeLeftMs: 50_000 })
    await pass(300)
    const before = events.length
    model.sessions[0]?.emit({ type: 'outputTranscript', text: 'late' })
    model.sessions[0]?.emit({ type: 'closed', error: new LiveError('lost', 'late') })
    expect(events.length).toBe(before)
    await accept()
    model.sessions[0]?.emit({ type: 'outputTranscript', text: 'later' })
    expect(JSON.stringify(events)).not.toContain('late')
    await conversation.close()
  })

  it('gives the answers to tools first, then what was said', async () => {
    const { conversation, emit, answer, drop, hear, accept } = await begin()
    answer('Hello.', 'h1')
    emit({ type: 'toolCall', calls: [{ id: 'c', name: 'f', args: {} }] })
    drop()
    conversation.sendToolResponses([{ id: 'c', name: 'f', response: { output: 1 } }])
    conversation.sendText('And?')
    hear(1, 200)
    const next = await accept()
    expect(next.order).toEqual(['toolResponses', 'text', 'audio'])
    await conversation.close()
  })
})

describe('a conversation whose connection broke', () => {
  it('says so at once, goes on by the newest handle, and loses no word that had no answer', async () => {
    const { conversation, answer, say, drop, hear, accept, types, newestHandle, events } = await begin()
    answer('Hello.', 'h1')
    answer('Hello again.', 'h2')
    say(5)
    drop()
    expect(types().at(-1)).toBe('down')
    hear(6, 200)
    const next = await accept()
    expect(newestHandle()).toBe('h2')
    expect([...new Set(next.audio)]).toEqual([5, 9, 6])
    expect(next.audio.filter((sample) => sample === 5).length).toBe(seconds(1))
    expect(events.at(-1)).toMatchObject({ type: 'renewed', planned: false, memory: 'kept' })
    await conversation.close()
  })

  it('does not say again what was answered, but tells in words what the handle does not stand for', async () => {
    const { conversation, answer, say, emit, drop, accept } = await begin()
    answer('Hello.', 'h1')
    say(5)
    emit({ type: 'inputTranscript', text: 'How much' }, { type: 'inputTranscript', text: ' is it?' })
    answer('Ten.')
    drop()
    const next = await accept()
    expect(next.audio).toEqual([])
    expect(next.contexts).toEqual([
      {
        lines: [
          { role: 'user', text: 'How much is it?' },
          { role: 'partner', text: 'Ten.' },
        ],
      },
    ])
    await conversation.close()
  })

  it('closes the turn that broke off, and lets the partner go on with it', async () => {
    const { conversation, answer, emit, drop, accept, types } = await begin()
    answer('Hello.', 'h1')
    emit({ type: 'outputTranscript', text: 'What I' })
    drop()
    expect(types().slice(-2)).toEqual(['turnComplete', 'down'])
    const next = await accept()
    expect(next.contexts).toEqual([{ lines: [{ role: 'partner', text: 'What I' }], cue: cues.goOn }])
    await conversation.close()
  })

  it('sends a typed line again, and one that was typed meanwhile, each once', async () => {
    const { conversation, answer, drop, accept } = await begin()
    answer('Hello.', 'h1')
    conversation.sendText('one')
    drop()
    conversation.sendText('two')
    const next = await accept()
    expect(next.texts).toEqual(['one', 'two'])
    expect(next.contexts).toEqual([])
    await conversation.close()
  })

  it('does not greet twice: what opens the talk is said again only when nothing came of it', async () => {
    const unanswered = await begin()
    unanswered.conversation.sendText('(begin)')
    unanswered.drop()
    expect((await unanswered.accept()).texts).toEqual(['(begin)'])
    await unanswered.conversation.close()
    const answered = await begin()
    answered.conversation.sendText('(begin)')
    answered.answer('Hello.', 'h1')
    answered.drop()
    const next = await answered.accept()
    expect([next.texts, next.contexts]).toEqual([[], []])
    await answered.conversation.close()
  })

  it('begins anew when the handle is refused, and tells what was said', async () => {
    const { conversation, model, answer, drop, accept, events, newestHandle } = await begin()
    answer('Hello.', 'h1')
    drop()
    await settled()
    const refusal = new LiveError('refused', 'Request contains an invalid argument.', { refusal: 'settings' })
    model.attempts[1]?.refuse(refusal)
    await settled()
    const next = await accept()
    expect(newestHandle()).toBeUndefined()
    expect(next.contexts).toEqual([
      {
        lines: [
          { role: 'user', text: cues.soFar },
          { role: 'partner', text: 'Hello.' },
        ],
      },
    ])
    expect(events.at(-1)).toMatchObject({ type: 'renewed', memory: 'lost' })
    await conversation.close()
  })

  it('begins anew when the service does not answer to the handle', async () => {
    const { conversation, answer, drop, pass, attempts, newestHandle } = await begin()
    answer('Hello.', 'h1')
    drop()
    await pass(2_400)
    expect(attempts()).toBe(2)
    await pass(200)
    expect([attempts(), newestHandle()]).toEqual([3, undefined])
    await conversation.close()
  })

  it('tries the same handle again while the service takes the old socket for open', async () => {
    const { conversation, model, answer, drop, pass, newestHandle, accept, events } = await begin()
    answer('Hello.', 'h1')
    drop()
    await settled()
    model.attempts[1]?.refuse(new LiveError('unreachable', 'Internal error occurred. (code 1011)'))
    await pass(300)
    expect([model.attempts.length, newestHandle()]).toEqual([3, 'h1'])
    await accept()
    expect(events.at(-1)).toMatchObject({ type: 'renewed', memory: 'kept' })
    await conversation.close()
  })

  it.each(['key', 'permission', 'billing', 'quota', 'model', 'location', 'safety'] as const)(
    'is over at once when it is about the %s',
    async (refusal) => {
      const { model, emit, events, clock, pass, attempts } = await begin()
      emit({ type: 'closed', error: new LiveError('refused', 'no', { refusal }) })
      expect(events.at(-1)).toMatchObject({ type: 'failed', error: { refusal } })
      await pass(1_000)
      expect([attempts(), clock.pendingTimers, model.sessions.length]).toEqual([1, 0, 1])
    },
  )

  it('is lost after 30 s, with nothing left behind', async () => {
    const { model, drop, pass, events, clock } = await begin()
    drop()
    for (let s = 0; s < 30; s++) {
      model.attempts.at(-1)?.refuse(new LiveError('unreachable', 'no'))
      await pass(1_000)
    }
    expect(events.at(-1)?.type).not.toBe('failed')
    for (let s = 0; s < 5; s++) {
      model.attempts.at(-1)?.refuse(new LiveError('unreachable', 'no'))
      await pass(1_000)
    }
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { fault: 'lost' } })
    expect(clock.pendingTimers).toBe(0)
  })

  it('is lost after 30 s as well when each new connection breaks as soon as it is there', async () => {
    const { model, drop, pass, accept, events } = await begin()
    for (let s = 0; s < 45 && events.at(-1)?.type !== 'failed'; s++) {
      drop()
      await pass(4_200)
      if (model.attempts.length > model.sessions.length) await accept()
    }
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { fault: 'lost' } })
    expect(model.attempts.length).toBeLessThan(20)
  })

  it('can be closed in every state, and connects no more', async () => {
    const { conversation, clock, drop, pass, attempts, model } = await begin()
    drop()
    await settled()
    await Promise.all([conversation.close(), conversation.close()])
    await pass(60_000)
    expect([attempts(), clock.pendingTimers, model.sessions[0]?.closed]).toEqual([2, 0, 0])
    expect(model.attempts[1]?.options.signal.aborted).toBe(true)
  })
})

describe('a model that falls silent', () => {
  it('after the user’s words is asked within 2.5 s, then left for another connection that hears them again', async () => {
    const { conversation, model, answer, say, pass, hear, accept, newestHandle } = await begin()
    answer('Hello.', 'h1')
    say(5)
    hear(9, 1_800)
    expect(model.newest.nudges).toEqual([])
    hear(9, 200)
    expect(model.newest.nudges).toEqual([cues.answer])
    hear(9, 1_300)
    await settled()
    expect(newestHandle()).toBe('h1')
    const next = await accept()
    expect(next.audio.filter((sample) => sample === 5).length).toBe(seconds(1))
    answer('Sorry?', 'h2')
    await pass(10_000)
    expect([next.nudges, model.sessions.length, conversation.stats.stalls]).toEqual([[], 2, 1])
    await conversation.close()
  })

  it('over a second connection too gets a fresh session, and is lost after 30 s', async () => {
    const { model, answer, say, pass, accept, events } = await begin()
    answer('Hello.', 'h1')
    say(5)
    const handles: (string | undefined)[] = []
    for (let s = 0; s < 40 && events.at(-1)?.type !== 'failed'; s++) {
      await pass(1_000)
      if (model.attempts.length > model.sessions.length) {
        handles.push(model.attempts.at(-1)?.options.resumeHandle)
        await accept()
      }
    }
    expect(handles.slice(0, 3)).toEqual(['h1', undefined, undefined])
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { fault: 'lost' } })
  })

  it('is left alone while it was only a cough, or the microphone’s silence', async () => {
    const { conversation, model, answer, say, hear, pass } = await begin()
    answer('Hello.', 'h1')
    say(5, 240)
    await pass(6_000)
    conversation.userSpeaks(true, 0)
    hear(0, 2_000)
    conversation.userSpeaks(false, 0)
    await pass(6_000)
    expect(model.sessions).toHaveLength(1)
    expect(model.newest.nudges).toEqual([])
    await conversation.close()
  })

  it('but found words in a short sound owes an answer, also when it completes a turn without any', async () => {
    const { conversation, model, answer, say, emit, pass } = await begin()
    answer('Hello.', 'h1')
    say(5, 240)
    emit({ type: 'inputTranscript', text: 'Yes.' }, { type: 'turnComplete' })
    await pass(2_400)
    expect(model.newest.nudges).toEqual([cues.answer])
    await conversation.close()
  })

  it('waits for the user where it says that they have not finished', async () => {
    const { conversation, model, answer, say, emit, pass } = await begin()
    answer('Hello.', 'h1')
    say(5)
    emit({ type: 'turnComplete', reason: 'NEED_MORE_INPUT' })
    await pass(6_000)
    expect(model.newest.nudges).toEqual([])
    await conversation.close()
  })

  it('in mid-turn is asked to go on once its sound is over, then left for another connection', async () => {
    const { conversation, model, answer, emit, partner, pass, accept, types } = await begin()
    answer('Hello.', 'h1')
    emit({ type: 'outputTranscript', text: 'What I' })
    partner.sounds = true
    await pass(4_000)
    expect(model.newest.nudges).toEqual([])
    partner.sounds = false
    await pass(2_500)
    expect(model.newest.nudges).toEqual([cues.goOn])
    await pass(1_300)
    expect(types().at(-1)).toBe('turnComplete')
    expect((await accept()).contexts.at(-1)?.cue).toBe(cues.goOn)
    await conversation.close()
  })

  it('in mid-turn and speaks again when asked makes another turn of it', async () => {
    const { conversation, emit, pass, types } = await begin()
    emit({ type: 'outputTranscript', text: 'What I' })
    await pass(2_500)
    emit({ type: 'interrupted' }, { type: 'outputTranscript', text: 'meant' }, { type: 'turnComplete' })
    expect(types()).toEqual(['outputTranscript', 'turnComplete', 'outputTranscript', 'turnComplete'])
    await pass(6_000)
    expect(conversation.stats).toMatchObject({ nudges: 1, stalls: 0, phantomInterruptions: 0 })
    await conversation.close()
  })

  it('with a turn that is all made but never completed is helped without a word', async () => {
    const { conversation, model, emit, pass, types } = await begin()
    emit({ type: 'outputTranscript', text: 'Hello.' }, { type: 'generationComplete' })
    await pass(2_500)
    expect([types().at(-1), model.newest.nudges]).toEqual(['turnComplete', []])
    await conversation.close()
  })
})

describe('a service that says what is not so', () => {
  it('is not believed an interruption while the user is silent: it is asked to go on', async () => {
    const { conversation, model, emit, partner, pass, types } = await begin()
    emit({ type: 'outputTranscript', text: 'What I' })
    partner.sounds = true
    emit({ type: 'interrupted' }, { type: 'turnComplete' })
    expect(types()).toContain('interrupted') // for whoever did interrupt hears no other word meanwhile
    await pass(1_000)
    expect(conversation.stats.phantomInterruptions).toBe(1)
    partner.sounds = false
    await pass(200)
    expect(model.newest.nudges).toEqual([cues.goOn])
    await conversation.close()
  })

  it('is believed when our own ear hears the user a moment later, or the guard found them', async () => {
    const { conversation, emit, hear, types } = await begin()
    emit({ type: 'outputTranscript', text: 'What I' }, { type: 'interrupted' })
    hear(5, 200)
    conversation.userSpeaks(true, 200)
    expect(types().at(-1)).toBe('interrupted')
    emit({ type: 'turnComplete' }, { type: 'outputTranscript', text: 'Yes?' })
    conversation.userInterrupts()
    emit({ type: 'interrupted' })
    expect(types().filter((type) => type === 'interrupted')).toHaveLength(2)
    await conversation.close()
  })

  it('is believed an interruption by a typed line, however late it comes', async () => {
    const { conversation, emit, pass, types } = await begin()
    emit({ type: 'outputTranscript', text: 'What I' })
    conversation.sendText('Stop')
    await pass(1_500)
    emit({ type: 'interrupted' }, { type: 'turnComplete' })
    expect(types().slice(-2)).toEqual(['interrupted', 'turnComplete'])
    await conversation.close()
  })

  it('thrice within a minute is left for another connection', async () => {
    const { conversation, answer, emit, pass, attempts } = await begin()
    for (let i = 0; i < 3; i++) {
      answer('Hello.', 'h1')
      emit({ type: 'interrupted' })
      await pass(500)
    }
    await pass(200)
    expect(attempts()).toBe(2)
    await conversation.close()
  })

  it('has a piece of transcript that it tells twice told once', async () => {
    const { conversation, emit, events } = await begin()
    const piece = { type: 'inputTranscript', text: 'How much is it?' } as const
    emit(
      piece,
      piece,
      { type: 'outputTranscript', text: ' very' },
      { type: 'outputTranscript', text: ' very' },
    )
    expect(events.map((event) => ('text' in event ? event.text : ''))).toEqual([
      'How much is it?',
      ' very',
      ' very',
    ])
    expect(conversation.stats.repeatedPieces).toBe(1)
    await conversation.close()
  })

  it('that ends a turn long before its words are said is asked for the rest', async () => {
    const { conversation, model, emit, pass } = await begin()
    emit({ type: 'outputTranscript', text: 'a long sentence '.repeat(10) })
    emit({ type: 'audio', pcm: new Int16Array(24_000), sampleRateHz: 24_000 }, { type: 'turnComplete' })
    await pass(200)
    expect(model.newest.nudges).toEqual([cues.goOn])
    await conversation.close()
  })
})
