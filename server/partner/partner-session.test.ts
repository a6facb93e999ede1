import { describe, expect, it } from 'vitest'
import type { Locale } from '../../shared/scenario.ts'
import { openingCue } from '../scenarios/opening-cue.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { AutomaticTurns } from './automatic-turns.ts'
import type { ClientMessage, RealtimeInput } from './client-message.ts'
import { ManualTurns } from './manual-turns.ts'
import { PartnerSession } from './partner-session.ts'
import type { ServerMessage } from './server-message.ts'
import { FakeEars } from './testing/fake-ears.ts'
import { FakeMind } from './testing/fake-mind.ts'
import { UsageMeter } from './usage-meter.ts'

interface SetUp {
  locale?: Locale
  isManual?: boolean
  isInterruptible?: boolean
  transcribesInput?: boolean
  wantsHandles?: boolean
  endOfSpeechMs?: number
}

/** A session whose messages are kept in short words with their times. */
class Talk implements Disposable {
  readonly clock = new FakeClock()
  readonly ears = new FakeEars()
  readonly mind: FakeMind
  readonly told: { what: string; atMs: number; message: ServerMessage }[] = []
  readonly faults: unknown[] = []
  readonly session: PartnerSession

  constructor({
    locale = 'en-US',
    isManual = false,
    isInterruptible = true,
    transcribesInput = true,
    wantsHandles = true,
    endOfSpeechMs,
  }: SetUp = {}) {
    this.mind = new FakeMind({ locale })
    let handles = 0
    this.session = new PartnerSession({
      mind: this.mind,
      usage: new UsageMeter(),
      userTurns: (events) =>
        isManual
          ? new ManualTurns(events)
          : new AutomaticTurns({ ears: this.ears, endOfSpeechMs, ...events }),
      isInterruptible,
      transcribesInput,
      tools: new Set(),
      clock: this.clock,
      send: (message) => this.told.push({ what: inWords(message), atMs: this.clock.nowMs(), message }),
      issueHandle: wantsHandles ? () => `handle ${++handles}` : undefined,
      onFault: (error) => this.faults.push(error),
    })
  }

  receive(input: RealtimeInput) {
    return this.session.receive({ realtimeInput: input })
  }

  /** The user speaks, or is silent, for so long in real time. */
  async hear(level: 'voice' | 'silence', ms: number): Promise<void> {
    for (let heardMs = 0; heardMs < ms; heardMs += 20) {
      await this.pass(20)
      const sample = level === 'voice' ? 8_000 : 0
      const data = Buffer.from(new Int16Array(320).fill(sample).buffer)
      expect(this.receive({ audio: { mimeType: 'audio/pcm;rate=16000', data } })).toBeUndefined()
    }
    await this.pass(0)
  }

  /** Lets time pass, after and before which the partner finds its words. */
  async pass(ms: number): Promise<void> {
    for (let i = 0; i < 5; i++) await Promise.resolve()
    this.clock.advance(ms)
    for (let i = 0; i < 5; i++) await Promise.resolve()
  }

  /** What was told from the nth message on, runs of chunks as one. */
  story(from = 0): string[] {
    return this.told
      .slice(from)
      .map(({ what }) => what)
      .filter((what, i, all) => what !== 'audio' || all[i - 1] !== 'audio')
  }

  at(what: string): number {
    const found = this.told.findLast((t) => t.what === what)
    if (!found) throw new Error(`${what} was never told`)
    return found.atMs
  }

  [Symbol.dispose](): void {
    this.session.close()
    this.session.close()
    expect(this.clock.pendingTimers).toBe(0)
    expect(this.ears.openCount).toBe(0)
    expect(this.faults).toEqual([])
  }
}

function inWords({ serverContent = {}, usageMetadata, sessionResumptionUpdate }: ServerMessage): string {
  const words = [
    serverContent.inputTranscription && `heard ${serverContent.inputTranscription.text}`,
    serverContent.outputTranscription && `text ${serverContent.outputTranscription.text}`,
    serverContent.modelTurn && 'audio',
    serverContent.interrupted && 'interrupted',
    serverContent.generationComplete && 'generationComplete',
    serverContent.turnComplete && 'turnComplete',
    usageMetadata && 'usage',
    sessionResumptionUpdate && (sessionResumptionUpdate.newHandle ?? 'no handle'),
  ]
  return words.filter(Boolean).join(' + ')
}

const textTurn = (text: string): ClientMessage => ({
  clientContent: { turns: [{ role: 'user', parts: [{ text }] }], turnComplete: true },
})

describe('a spoken turn', () => {
  it('is answered in the order in which the Live API tells things', async () => {
    using talk = new Talk()
    await talk.hear('voice', 1_000)
    await talk.hear('silence', 3_600)
    expect(talk.story()).toEqual([
      'heard (speech)',
      'no handle',
      'text Here',
      'audio',
      'text  comes',
      'audio',
      'text  line',
      'audio',
      'text  1.',
      'audio',
      'generationComplete',
      'turnComplete + usage',
      'handle 1',
    ])
    expect(talk.mind.heard).toEqual([{ kind: 'speech', durationMs: 1_000 }])
  })

  it('is answered 600 ms after its end, and is over when the answer has been played', async () => {
    using talk = new Talk()
    await talk.hear('voice', 1_000)
    await talk.hear('silence', 3_600)
    const firstAudio = talk.told.find(({ what }) => what === 'audio')
    expect(firstAudio?.atMs).toBe(1_600)
    expect(talk.at('generationComplete')).toBeGreaterThan(2_200)
    expect(talk.at('generationComplete')).toBeLessThan(2_300)
    expect(talk.at('turnComplete + usage')).toBe(3_600)
  })

  it('ends after the silence that the setup asks for', async () => {
    using talk = new Talk({ endOfSpeechMs: 300 })
    await talk.hear('voice', 400)
    await talk.hear('silence', 400)
    expect(talk.at('heard (speech)')).toBe(700)
  })

  it('is told in Japanese in a Japanese talk, and not at all when nobody asked', async () => {
    using japanese = new Talk({ locale: 'ja-JP' })
    using untold = new Talk({ transcribesInput: false, wantsHandles: false })
    for (const talk of [japanese, untold]) {
      await talk.hear('voice', 400)
      await talk.hear('silence', 700)
    }
    expect(japanese.story().slice(0, 3)).toEqual(['heard （音声）', 'no handle', 'text 1番目の、'])
    expect(untold.story().slice(0, 2)).toEqual(['text Here', 'audio'])
  })

  it('may have pauses, and may not be a click', async () => {
    using talk = new Talk()
    await talk.hear('voice', 60)
    await talk.hear('silence', 1_000)
    await talk.hear('voice', 400)
    await talk.hear('silence', 500)
    await talk.hear('voice', 400)
    await talk.hear('silence', 700)
    expect(talk.mind.heard).toEqual([{ kind: 'speech', durationMs: 1_300 }])
  })

  it('ends at once when the microphone pauses, and not at all while nothing comes', async () => {
    using talk = new Talk()
    await talk.hear('voice', 500)
    await talk.pass(10_000)
    expect(talk.told).toEqual([])
    talk.receive({ audioStreamEnd: true })
    await talk.pass(0)
    expect(talk.mind.heard).toEqual([{ kind: 'speech', durationMs: 500 }])
    expect(talk.story().slice(0, 3)).toEqual(['heard (speech)', 'no handle', 'text Here'])
    // the next sound opens it again
    await talk.pass(3_000)
    await talk.hear('voice', 300)
    await talk.hear('silence', 700)
    expect(talk.mind.heard).toHaveLength(2)
  })
})

describe('speech over the partner’s', () => {
  it.each([
    ['while it is made', 0],
    ['while only its playback is left', 1_000],
  ])('cuts it short %s, and is answered when it ends', async (_, afterMs) => {
    using talk = new Talk()
    talk.session.receive(textTurn('hi'))
    await talk.pass(0)
    await talk.hear('silence', afterMs)
    await talk.hear('voice', 280)
    expect(talk.story().slice(-3)).toEqual(['interrupted', 'turnComplete + usage', 'handle 1'])
    expect(talk.story().includes('generationComplete')).toBe(afterMs > 0)

    const before = talk.told.length
    await talk.hear('voice', 1_000)
    expect(talk.told).toHaveLength(before)
    await talk.hear('silence', 600)
    expect(talk.story(before).slice(0, 3)).toEqual(['heard (speech)', 'no handle', 'text Here'])
    expect(talk.mind.heard.at(-1)).toEqual({ kind: 'speech', durationMs: 1_280 })
  })

  it('must last a quarter of a second: a nod is let pass and not answered', async () => {
    using talk = new Talk()
    talk.session.receive(textTurn('hi'))
    await talk.pass(0)
    await talk.hear('voice', 160)
    await talk.hear('silence', 3_000)
    expect(talk.story()).not.toContain('interrupted')
    expect(talk.mind.heard).toHaveLength(1)
  })

  it('interrupts even before the first chunk', async () => {
    using talk = new Talk()
    let release = () => {}
    talk.mind.hold = new Promise((resolve) => {
      release = resolve
    })
    talk.session.receive(textTurn('hi'))
    await talk.hear('voice', 400)
    expect(talk.story()).toEqual(['interrupted', 'turnComplete + usage', 'handle 1'])
    release()
    await talk.pass(100)
    expect(talk.story()).toHaveLength(3)
  })

  it('waits its turn where the setup allows no interruption', async () => {
    using talk = new Talk({ isInterruptible: false })
    talk.session.receive(textTurn('hi'))
    await talk.pass(0)
    await talk.hear('voice', 600)
    await talk.hear('silence', 800)
    expect(talk.story()).not.toContain('interrupted')
    expect(talk.mind.heard).toHaveLength(1)
    await talk.hear('silence', 800)
    expect(talk.mind.heard.at(-1)).toEqual({ kind: 'speech', durationMs: 600 })
    const story = talk.story()
    const end = story.indexOf('turnComplete + usage')
    expect(story.slice(end + 1, end + 5)).toEqual(['handle 1', 'no handle', 'text Here', 'audio'])
  })
})

describe('a typed turn', () => {
  it('is answered without being told back', async () => {
    using talk = new Talk()
    talk.receive({ text: 'What does it cost?' })
    await talk.pass(2_000)
    expect(talk.mind.heard).toEqual([{ kind: 'text', text: 'What does it cost?' }])
    expect(talk.story().slice(0, 2)).toEqual(['no handle', 'text Here'])
    expect(talk.story().at(-2)).toBe('turnComplete + usage')
  })

  it('interrupts like speech', async () => {
    using talk = new Talk()
    talk.receive({ text: 'one' })
    await talk.pass(500)
    const before = talk.told.length
    talk.receive({ text: 'two' })
    await talk.pass(0)
    expect(talk.story(before).slice(0, 5)).toEqual([
      'interrupted',
      'turnComplete + usage',
      'handle 1',
      'no handle',
      'text Here',
    ])
  })

  it('waits, as content, until the turn is said to be complete', async () => {
    using talk = new Talk()
    const content = (text: string, role: string) => ({ role, parts: [{ text }] })
    talk.session.receive({ clientContent: { turns: [content('So far:', 'user'), content('ok', 'model')] } })
    await talk.pass(1_000)
    expect(talk.told).toEqual([])
    talk.session.receive({ clientContent: { turns: [content('and now?', 'user')], turnComplete: true } })
    await talk.pass(0)
    expect(talk.mind.heard).toEqual([{ kind: 'text', text: 'So far:\nand now?' }])
  })

  it('interrupts as content whatever the setup says', async () => {
    using talk = new Talk({ isInterruptible: false })
    talk.receive({ text: 'one' })
    await talk.pass(500)
    talk.session.receive(textTurn('two'))
    await talk.pass(0)
    expect(talk.story()).toContain('interrupted')
  })

  it('is the cue to speak first when it has the cue’s words', async () => {
    using talk = new Talk()
    talk.session.receive(textTurn(openingCue['ja-JP']))
    await talk.pass(2_500)
    // said twice, there is nothing more to open with: an empty turn
    const before = talk.told.length
    talk.session.receive(textTurn(openingCue['en-US']))
    await talk.pass(100)
    expect(talk.mind.heard).toEqual(['opening', 'opening'])
    expect(talk.story(before)).toEqual(['turnComplete + usage', 'handle 2'])
  })
})

describe('turns that the client marks', () => {
  it('are answered when their end is marked', async () => {
    using talk = new Talk({ isManual: true })
    await talk.hear('voice', 1_000)
    talk.receive({ activityStart: {} })
    await talk.hear('silence', 800)
    talk.receive({ activityEnd: {} })
    await talk.pass(0)
    expect(talk.mind.heard).toEqual([{ kind: 'speech', durationMs: 800 }])
    expect(talk.story()[0]).toBe('heard (speech)')
  })

  it('interrupt with their start', async () => {
    using talk = new Talk({ isManual: true })
    talk.receive({ text: 'hi' })
    await talk.pass(300)
    talk.receive({ activityStart: {} })
    expect(talk.story().slice(-3)).toEqual(['interrupted', 'turnComplete + usage', 'handle 1'])
    talk.receive({ activityEnd: {} })
    await talk.pass(1_000)
    expect(talk.mind.heard).toHaveLength(1)
  })
})

describe('a message that has no place in the session', () => {
  const invalid = { code: 1007, reason: 'Request contains an invalid argument.' }

  it('is a second setup', () => {
    using talk = new Talk()
    expect(talk.session.receive({ setup: { model: 'models/x' } })).toEqual(invalid)
  })

  it('is a mark of the other mode', () => {
    using automatic = new Talk()
    using manual = new Talk({ isManual: true })
    expect(automatic.receive({ activityStart: {} })).toEqual(invalid)
    expect(automatic.receive({ activityEnd: {} })).toEqual(invalid)
    expect(manual.receive({ audioStreamEnd: true })).toEqual(invalid)
  })

  it('is sound of a kind that it cannot hear; pictures are let pass', () => {
    using talk = new Talk()
    const data = Buffer.alloc(10)
    expect(talk.receive({ audio: { mimeType: 'audio/mp3', data } })).toEqual(invalid)
    expect(talk.receive({ mediaChunks: [{ mimeType: 'image/jpeg', data }] })).toBeUndefined()
    expect(talk.receive({ video: { mimeType: 'image/jpeg', data } })).toBeUndefined()
    expect(talk.session.receive({ toolResponse: {} })).toBeUndefined()
  })
})

it('counts what each turn used', async () => {
  using talk = new Talk()
  talk.receive({ text: 'hi' })
  await talk.pass(600)
  talk.receive({ text: 'stop' })
  await talk.pass(3_000)
  const usages = talk.told.flatMap(({ message }) => message.usageMetadata ?? [])
  expect(usages.map(({ responseTokenCount }) => responseTokenCount)).toEqual([46, 50])
  expect(usages[1]?.promptTokenCount).toBe(1 + 46 + 1)
})

it('says that the partner could not answer', async () => {
  const talk = new Talk()
  talk.mind.fault = new Error('no such recording')
  talk.receive({ text: 'hi' })
  await talk.pass(0)
  expect(talk.faults).toMatchObject([{ message: 'no such recording' }])
  talk.session.close()
})

it.each([
  ['listening', 0],
  ['speaking', 500],
  ['playing', 1_500],
])('says nothing after it was closed while %s', async (_, ms) => {
  using talk = new Talk()
  if (ms > 0) talk.receive({ text: 'hi' })
  await talk.pass(ms)
  talk.session.close()
  const before = talk.told.length
  talk.receive({ text: 'hi' })
  await talk.pass(5_000)
  expect(talk.told).toHaveLength(before)
})
