import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namedPacket, pauseNotice, playThrough } from '../testing/jitter-buffer-script.ts'
import { carried, LINK_DELAY_MS, spokenPackets, type TimedPacket } from '../testing/simulated-voice-link.ts'
import { JitterBuffer } from './jitter-buffer.ts'

fc.configureGlobal({ seed: 1, numRuns: 200 })

const MAX_HELD_PACKETS = 50
const TICK_MS = 20

const pause = fc.record({ at: fc.nat(400), ms: fc.integer({ min: 1, max: 10 }).map((n) => n * TICK_MS) })

/** A talk of some seconds with pauses, on a network that loses, delays, overtakes, doubles and stands still. */
const troubledTalk = fc
  .record({
    count: fc.integer({ min: 50, max: 400 }),
    ssrc: fc.nat(),
    sequenceNumber: fc.nat(0xffff),
    timestamp: fc.nat(2 ** 31).map((half) => half * 2),
    lossShare: fc.double({ min: 0, max: 0.3, noNaN: true }),
    jitterMs: fc.integer({ min: 0, max: 100 }),
    duplicateShare: fc.double({ min: 0, max: 0.2, noNaN: true }),
    seed: fc.nat(),
    // Not both: of a pause that follows a standstill only its end says how long the standstill was.
    stop: fc.oneof(
      // Shorter than the second after which silence is no longer filled in.
      fc.record({ pauses: fc.array(pause, { maxLength: 4 }) }),
      fc.record({
        standstill: fc.record({ atMs: fc.integer({ min: 500, max: 8_000 }), forMs: fc.nat(800) }),
      }),
    ),
    tickPhaseMs: fc.integer({ min: 0, max: 19 }),
  })
  .map(({ count, stop, tickPhaseMs, lossShare, jitterMs, duplicateShare, seed, ...first }) => {
    const pauses = 'pauses' in stop ? stop.pauses : []
    const standstill = 'standstill' in stop ? stop.standstill : { atMs: 0, forMs: 0 }
    const ends = new Set(pauses.map(({ at }) => at))
    const payloads = Array.from({ length: count }, (_, i) => (ends.has(i) ? pauseNotice() : namedPacket(i)))
    const sent = pauses.reduce<TimedPacket[]>(
      (packets, { at, ms }) => packets.map((packet, i) => (i > at ? later(packet, ms) : packet)),
      spokenPackets(payloads, first),
    )
    const moving = carried(sent, { lossShare, jitterMs, duplicateShare, seed })
    return { sent, arrivals: moving.map((packet) => heldUp(packet, standstill)), tickPhaseMs }
  })

function later(packet: TimedPacket, byMs: number): TimedPacket {
  return { ...packet, timestamp: (packet.timestamp + byMs * 48) % 2 ** 32, atMs: packet.atMs + byMs }
}

function heldUp(packet: TimedPacket, { atMs, forMs }: { atMs: number; forMs: number }): TimedPacket {
  const isIn = packet.atMs >= atMs && packet.atMs < atMs + forMs
  return isIn ? { ...packet, atMs: atMs + forMs } : packet
}

test('whatever a network does to a talk, it is played in order, each packet once at most', () => {
  fc.assert(
    fc.property(troubledTalk, ({ arrivals, tickPhaseMs }) => {
      const { slots } = playThrough(arrivals, { tickPhaseMs })
      const names = slots.flatMap(({ what }) => (/^\d+$/.test(what) ? [Number(what)] : []))
      for (const [i, name] of names.entries()) expect(name).toBeGreaterThan(names[i - 1] ?? -1)
    }),
  )
})

test('as much is played as time has passed, within 120 ms, all the time', () => {
  fc.assert(
    fc.property(troubledTalk, ({ sent, arrivals, tickPhaseMs }) => {
      const first = sent.find(({ payload }) => payload === arrivals[0]?.payload)
      // The first packet may itself have been slow, and nobody can know before a faster one comes.
      const earliestStartMs = (first?.atMs ?? 0) + LINK_DELAY_MS
      const latestStartMs = arrivals[0]?.atMs ?? 0
      playThrough(arrivals, {
        tickPhaseMs,
        onStep: (nowMs, lengthMs) => {
          if (lengthMs === 0) return
          expect(lengthMs).toBeLessThanOrEqual(nowMs - earliestStartMs + 120)
          expect(lengthMs).toBeGreaterThanOrEqual(nowMs - latestStartMs - 120)
        },
      })
    }),
  )
})

test('what is here is never held back for more than 80 ms', () => {
  fc.assert(
    fc.property(troubledTalk, ({ arrivals, tickPhaseMs }) => {
      for (const { slot, atMs } of playThrough(arrivals, { tickPhaseMs }).slots)
        if (slot.kind === 'decode') expect(atMs - slot.arrivedAtMs).toBeLessThanOrEqual(80)
    }),
  )
})

test('no more than three guesses follow each other, and rebuilt is only what was lost', () => {
  fc.assert(
    fc.property(troubledTalk, ({ sent, arrivals, tickPhaseMs }) => {
      const { line, stats } = playThrough(arrivals, { tickPhaseMs })
      expect(line).not.toMatch(/c c c c/)
      expect(stats.fecRecovered).toBeLessThanOrEqual(stats.packetsLost)
      expect(stats.packetsReceived).toBe(arrivals.length)
      expect(stats.packetsReceived - stats.duplicates + stats.packetsLost - stats.late).toBeLessThanOrEqual(
        sent.length,
      )
    }),
  )
})

const anyPacket = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 50, noNaN: true }), fc.nat(5_000)),
  allRead: fc.boolean(),
  ssrc: fc.nat(2),
  sequenceNumber: fc.oneof(fc.nat(0xffff), fc.nat(60)),
  timestamp: fc.oneof(fc.nat(2 ** 31), fc.nat(48_000)),
  payload: fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.constantFrom(namedPacket(1), namedPacket(2, { ms: 60 }), pauseNotice()),
  ),
})

test('whatever is sent, nothing is thrown, no more than a second is kept, and no more than real time is played', () => {
  fc.assert(
    fc.property(fc.array(anyPacket, { maxLength: 300 }), (packets) => {
      const buffer = new JitterBuffer()
      let nowMs = 0
      let lengthMs = 0
      const playDue = (allRead: boolean) => {
        for (let slot = buffer.next(nowMs, allRead); slot; slot = buffer.next(nowMs, allRead)) {
          expect(slot.durationMs % 2.5).toBe(0)
          expect(slot.durationMs).toBeGreaterThan(0)
          expect(slot.durationMs).toBeLessThanOrEqual(120)
          lengthMs += slot.durationMs
        }
      }
      for (const { afterMs, allRead, ...packet } of packets) {
        nowMs += afterMs
        buffer.push(packet, nowMs)
        expect(buffer.heldPackets).toBeLessThanOrEqual(MAX_HELD_PACKETS)
        expect(buffer.missing(nowMs)?.sequenceNumbers.length ?? 0).toBeLessThanOrEqual(17)
        playDue(allRead)
        expect(lengthMs).toBeLessThanOrEqual(nowMs * 1.01 + 1_000)
      }
    }),
  )
})

test('what is never asked for does not pile up', () => {
  const buffer = new JitterBuffer()
  for (const packet of spokenPackets(Array.from({ length: 5_000 }, (_, i) => namedPacket(i))))
    buffer.push(packet, packet.atMs)
  expect(buffer.heldPackets).toBe(MAX_HELD_PACKETS)
  expect(buffer.stats().overrun).toBe(5_000 - MAX_HELD_PACKETS)
})
