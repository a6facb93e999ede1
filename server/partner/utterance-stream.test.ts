import { expect, it } from 'vitest'
import { FakeClock } from '../testing/fake-clock.ts'
import { UtteranceStream } from './utterance-stream.ts'

/** A stream of `ms` of counted samples and all that it tells, with the time of each. */
function stream({ ms, pieces }: { ms: number; pieces: string[] }) {
  const clock = new FakeClock()
  const pcm = Int16Array.from({ length: ms * 24 }, (_, i) => i % 30_000)
  const told: { atMs: number; what: string; sentMs: number }[] = []
  const heard: number[] = []
  const tell = (what: string) => told.push({ atMs: clock.nowMs(), what, sentMs: heard.length / 24 })
  const utterance = new UtteranceStream({
    pcm,
    pieces,
    clock,
    onText: (piece) => tell(`text ${piece}`),
    onAudio: (chunk) => {
      heard.push(...chunk)
      tell('audio')
    },
    onGenerated: () => tell('generated'),
    onPlayed: () => tell('played'),
  })
  return { clock, pcm, told, heard, utterance, at: (what: string) => told.find((t) => t.what === what) }
}

it('gives the first words and the first chunk at once', () => {
  const { told, utterance } = stream({ ms: 1_000, pieces: ['Hello', ' there'] })
  utterance.start()
  expect(told.map(({ what }) => what)).toEqual(['text Hello', 'audio'])
})

it('is made at three times the speed at which it is played, and is over when it has been played', () => {
  const { clock, pcm, told, heard, utterance, at } = stream({ ms: 3_010, pieces: ['a', 'b'] })
  utterance.start()
  clock.advance(10_000)
  expect(heard).toEqual([...pcm])
  expect(at('generated')?.atMs).toBeGreaterThan(950)
  expect(at('generated')?.atMs).toBeLessThan(1_010)
  expect(at('played')?.atMs).toBe(3_010)
  expect(told.slice(-2).map(({ what }) => what)).toEqual(['generated', 'played'])
  expect(clock.pendingTimers).toBe(0)
})

it('tells each piece ahead of its sound, and all of them before the end', () => {
  const pieces = ['one', ' two', ' three', ' four']
  const { clock, told, utterance } = stream({ ms: 1_600, pieces })
  utterance.start()
  clock.advance(2_000)
  const texts = told.filter(({ what }) => what.startsWith('text'))
  expect(texts.map(({ what }) => what.slice(5))).toEqual(pieces)
  expect(texts.map(({ sentMs }) => sentMs)).toEqual([0, 240, 600, 1_120])
})

it('catches up after the process was held up', () => {
  const { clock, heard, utterance } = stream({ ms: 1_000, pieces: [] })
  utterance.start()
  clock.stall(200)
  clock.advance(0)
  expect(heard.length / 24).toBeGreaterThanOrEqual(600)
})

it.each([
  ['at once', 0],
  ['while it is made', 100],
  ['while it is played', 800],
])('falls silent when it is stopped %s', (_, ms) => {
  const { clock, told, utterance } = stream({ ms: 1_000, pieces: ['a', 'b'] })
  utterance.start()
  clock.advance(ms)
  utterance.stop()
  utterance.stop()
  const before = told.length
  clock.advance(5_000)
  expect(told).toHaveLength(before)
  expect(clock.pendingTimers).toBe(0)
})

it('tells the words of a line without sound', () => {
  const { clock, told, utterance } = stream({ ms: 0, pieces: ['a', 'b'] })
  utterance.start()
  clock.advance(1)
  expect(told.map(({ what }) => what)).toEqual(['text a', 'text b', 'generated', 'played'])
})
