import { describe, expect, it } from 'vitest'
import { leakedSince, openResources } from '../leak-check.ts'
import { PacedClock } from '../paced-clock.ts'
import {
  duplicateTranscripts,
  earlyTurnComplete,
  emptyTurnComplete,
  phantomMidAnswer,
  stallAfterInput,
  stallMidAnswer,
} from './answer-faults.ts'
import { BareCaller } from './bare-caller.ts'
import {
  closeWith,
  goAway,
  hardCut,
  lateSetupComplete,
  phantomInterrupted,
  refuseSetup,
} from './connection-faults.ts'
import { FaultyLiveServer } from './faulty-live-server.ts'
import type { LiveFault } from './live-fault.ts'
import { GREETING, NumberedPartner } from './numbered-partner.ts'
import { bundledFrames, burst, slowAudio, strayFrames, textFrames } from './pace-faults.ts'

/** Long enough for a healthy partner to have said all of its line. */
const A_LINE_MS = 4_000

async function serve(...faults: LiveFault[]) {
  const owned = new AsyncDisposableStack()
  const clock = owned.use(new PacedClock(40))
  const partner = new NumberedPartner()
  const service = owned.use(
    await FaultyLiveServer.listen({
      clock,
      minds: partner,
      ears: partner,
      faults: (connection) => (connection === 1 ? faults : []),
    }),
  )
  return {
    clock,
    partner,
    service,
    call: (handle?: string) => BareCaller.open(service.baseUrl, clock, handle),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const textOf = (caller: BareCaller) =>
  caller.frames.map(({ serverContent }) => serverContent?.outputTranscription?.text ?? '').join('')

describe('a service without a fault', () => {
  it('greets when asked, hears each word of the user once, and answers', async () => {
    await using stage = await serve()
    using caller = await stage.call()
    caller.cue()
    await caller.turns(1)
    expect(textOf(caller)).toBe(GREETING)
    for (const utterance of [1, 2]) {
      caller.speak(utterance)
      await caller.turns(1 + utterance)
    }
    expect(stage.partner.hearing.faults).toEqual({ lost: [], repeated: [], damaged: [] })
    expect(stage.service.ledger.entries.map(({ what }) => what)).toEqual([
      'opened',
      'setup',
      'ready',
      'typed',
    ])
  })

  it('notices words that are lost, or said twice, and forgets with a session that it does not remember', async () => {
    await using stage = await serve()
    using caller = await stage.call()
    for (const [turn, utterance] of [1, 3, 3].entries()) {
      caller.speak(utterance)
      await caller.turns(turn + 1)
    }
    expect(stage.partner.hearing.faults).toEqual({ lost: [2], repeated: [3], damaged: [] })
    const { handle } = caller
    caller.leave()
    await caller.closed
    using next = await stage.call(handle)
    next.speak(4)
    await next.turns(1)
    expect(stage.partner.hearing.faults).toEqual({ lost: [2], repeated: [3], damaged: [] })
  })

  it('refuses a handle while the old socket is open, and books both', async () => {
    await using stage = await serve()
    using first = await stage.call()
    first.cue()
    await first.until(() => first.handle !== undefined)
    using second = await stage.call(first.handle)
    expect(await second.closed).toEqual({ code: 1011, reason: 'Internal error occurred.' })
    expect(stage.service.ledger).toMatchObject({ overlaps: 1, mostOpen: 2 })
  })
})

describe('silence', () => {
  it.each([
    ['after the user spoke', stallAfterInput, 0],
    ['in mid-sentence', stallMidAnswer, 640],
  ])('%s lasts until a line is typed, or for good', async (_name, stall, heardMs) => {
    for (const until of ['typed', undefined] as const) {
      await using stage = await serve(stall({ answer: 1, ...(until ? { until } : {}) }))
      using caller = await stage.call()
      caller.speak(1)
      await caller.until(() => caller.count(({ inputTranscription }) => inputTranscription) === 1)
      await stage.clock.pass(A_LINE_MS)
      expect(caller.heardMs).toBe(heardMs)
      caller.type('もしもし？')
      if (until) await caller.until(() => caller.heardMs > heardMs + 1_000)
      else await stage.clock.pass(A_LINE_MS)
      expect(caller.heardMs > heardMs).toBe(until === 'typed')
      expect(stage.service.ledger.entries.filter(({ what }) => what === 'struck')).toHaveLength(1)
    }
  })

  it('follows on an interruption by nobody, where that is asked for', async () => {
    for (const muted of [true, false]) {
      await using stage = await serve(phantomInterrupted({ afterAnswer: 1, muted }))
      using caller = await stage.call()
      caller.cue()
      await caller.until(() => caller.count(({ interrupted }) => interrupted) === 1)
      await caller.turns(2)
      const { heardMs } = caller
      caller.speak(1)
      await stage.clock.pass(A_LINE_MS)
      expect(caller.heardMs > heardMs).toBe(!muted)
    }
  })
})

describe('an answer', () => {
  it('is interrupted by nobody, and goes on', async () => {
    await using stage = await serve(phantomMidAnswer({ answer: 1 }))
    using caller = await stage.call()
    caller.cue()
    await caller.turns(1)
    expect(caller.heardMs).toBe(2_000)
    expect(caller.count(({ interrupted }) => interrupted)).toBe(1)
  })

  it('has all of its words and a part of its sound', async () => {
    await using stage = await serve(earlyTurnComplete({ answer: 1 }))
    using caller = await stage.call()
    caller.cue()
    await caller.turns(1)
    expect(textOf(caller)).toBe(GREETING)
    expect(caller.heardMs).toBe(640)
    await stage.clock.pass(A_LINE_MS)
    expect(caller.count(({ turnComplete }) => turnComplete)).toBe(1)
  })

  it('is over before its first word, and the next one is not', async () => {
    await using stage = await serve(emptyTurnComplete({ answer: 1 }))
    using caller = await stage.call()
    caller.speak(1)
    await caller.turns(1)
    await stage.clock.pass(A_LINE_MS)
    expect(caller.heardMs).toBe(0)
    caller.speak(2)
    await caller.until(() => caller.heardMs === 2_000)
  })

  it.each([
    ['user', 2, 1],
    ['partner', 1, 2],
  ] as const)('repeats each transcript of the %s', async (of, userTimes, partnerTimes) => {
    await using stage = await serve(duplicateTranscripts({ of }))
    using caller = await stage.call()
    caller.speak(1)
    await caller.turns(1)
    expect(caller.count(({ inputTranscription }) => inputTranscription)).toBe(userTimes)
    expect(textOf(caller)).toHaveLength((stage.partner.lines[0] ?? '').length * partnerTimes)
  })
})

describe('frames', () => {
  it('carry several fields at once', async () => {
    await using stage = await serve(bundledFrames())
    using caller = await stage.call()
    caller.cue()
    await caller.turns(1)
    const bundle = caller.frames.find(({ serverContent }) => serverContent?.generationComplete)?.serverContent
    expect(Object.keys(bundle ?? {})).toEqual(['modelTurn', 'generationComplete'])
    expect(
      caller.count(({ modelTurn, outputTranscription }) => modelTurn && outputTranscription),
    ).toBeGreaterThan(0)
    expect([textOf(caller), caller.heardMs]).toEqual([GREETING, 2_000])
  })

  it('come all in one go', async () => {
    await using stage = await serve(burst({ answer: 1, soundMs: 30_000 }))
    using caller = await stage.call()
    caller.cue()
    await caller.turns(1)
    expect(caller.heardMs).toBe(30_000)
    const times = caller.received
      .filter(({ frame }) => frame?.serverContent?.modelTurn)
      .map(({ atMs }) => atMs)
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(1_000)
  })

  it('come slower than they are played, with the end of the turn behind them', async () => {
    await using stage = await serve(slowAudio({ speed: 0.7 }))
    using caller = await stage.call()
    caller.cue()
    await caller.turns(1)
    const times = caller.received
      .filter(({ frame }) => frame?.serverContent?.modelTurn)
      .map(({ atMs }) => atMs)
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(2_000)
    expect(caller.heardMs).toBe(2_000)
  })

  it('come as text', async () => {
    await using stage = await serve(textFrames())
    using caller = await stage.call()
    caller.cue()
    await caller.turns(1)
    expect(caller.received.some(({ isBinary }) => isBinary)).toBe(false)
  })

  it.each([
    ['usage', '"promptTokenCount": 1,'],
    ['unknown', '"vibe"'],
    ['notJson', '{"serverContent": '],
  ] as const)('come with strays between them: %s', async (kind, words) => {
    await using stage = await serve(strayFrames(kind))
    using caller = await stage.call()
    caller.cue()
    await caller.turns(1)
    expect(caller.received.some(({ text }) => text.includes(words))).toBe(true)
    expect([textOf(caller), caller.heardMs]).toEqual([GREETING, 2_000])
  })
})

describe('a connection', () => {
  it('is set up late, or never', async () => {
    await using late = await serve(lateSetupComplete({ delayMs: 3_000 }))
    using first = await late.call()
    await first.until(() => first.frames.some(({ setupComplete }) => setupComplete))
    expect(late.clock.nowMs()).toBeGreaterThanOrEqual(3_000)
    await using never = await serve(lateSetupComplete({}))
    using second = await never.call()
    await never.clock.pass(A_LINE_MS)
    expect(second.received).toEqual([])
  })

  it('is told to go away and ended at its deadline', async () => {
    await using stage = await serve(goAway({ afterMs: 500, timeLeftMs: 5_000, after: 'deadline' }))
    using caller = await stage.call()
    expect(await caller.closed).toEqual({
      code: 1011,
      reason: 'Deadline expired before operation could complete.',
    })
    expect(caller.frames.at(-1)).toEqual({ goAway: { timeLeft: '5s' } })
    expect(stage.clock.nowMs()).toBeGreaterThan(5_000)
  })

  it('is told to go away, and then not a word more', async () => {
    await using stage = await serve(goAway({ afterAnswer: 1, timeLeftMs: 50_000, after: 'silence' }))
    using caller = await stage.call()
    caller.cue()
    await caller.until(() => caller.frames.some((frame) => 'goAway' in frame))
    const { heardMs } = caller
    caller.speak(1)
    await stage.clock.pass(A_LINE_MS)
    expect(caller.heardMs).toBe(heardMs)
  })

  it('is cut without a word, or closed with any', async () => {
    await using cut = await serve(hardCut({ afterAnswer: 1 }))
    using first = await cut.call()
    first.cue()
    expect((await first.closed).code).toBe(1006)
    expect(first.handle).toBeDefined()
    await using ended = await serve(closeWith({ afterMs: 200, code: 1012, reason: 'Service restart' }))
    using second = await ended.call()
    expect(await second.closed).toEqual({ code: 1012, reason: 'Service restart' })
  })

  it('is refused when it comes with a handle, and only then', async () => {
    const refusal = { code: 1008, reason: 'Requested entity was not found.' }
    await using stage = await serve(refuseSetup({ ...refusal, of: 'resumed' }))
    using first = await stage.call('CihAnything')
    expect(await first.closed).toEqual(refusal)
    await using other = await serve(refuseSetup({ ...refusal, of: 'resumed' }))
    using second = await other.call()
    await second.until(() => second.frames.length > 0)
    expect(second.frames[0]).toEqual({ setupComplete: {} })
  })

  it('leaves no timer and no socket behind, however it ended', async () => {
    const before = openResources()
    {
      await using stage = await serve(
        slowAudio({ speed: 0.1 }),
        goAway({ afterMs: 100, timeLeftMs: 500_000, after: 'deadline' }),
      )
      using caller = await stage.call()
      caller.cue()
      await caller.until(() => caller.heardMs > 0)
      caller.leave()
      await caller.closed
      await stage.clock.pass(500)
      expect([stage.clock.pendingTimers, stage.service.connectionCount]).toEqual([0, 0])
    }
    expect(await leakedSince(before)).toEqual({})
  })
})
