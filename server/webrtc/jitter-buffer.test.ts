import { describe, expect, it } from 'vitest'
import { namedPacket, pauseNotice, playThrough } from '../testing/jitter-buffer-script.ts'
import { carried, spokenPackets, type TimedPacket } from '../testing/simulated-voice-link.ts'
import { JitterBuffer } from './jitter-buffer.ts'

const names = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const line = (from: number, to: number) => names(from, to).join(' ')

/** Packets 0 to `count` - 1, one every 20 ms, on a network without any trouble. */
function speech(count: number, first?: Parameters<typeof spokenPackets>[1]): TimedPacket[] {
  return spokenPackets(
    names(0, count - 1).map((name) => namedPacket(name)),
    first,
  )
}

/** So many without trouble that the buffer knows the network for an even one. */
const SETTLED = 30
const without = (packets: TimedPacket[], ...lost: number[]) => packets.filter((_, i) => !lost.includes(i))
/** Packet `index` comes so much later than it would have. */
function late(packets: TimedPacket[], index: number, byMs: number): TimedPacket[] {
  const moved = packets.map((packet, i) => (i === index ? { ...packet, atMs: packet.atMs + byMs } : packet))
  return moved.sort((one, other) => one.atMs - other.atMs)
}
/** All from `index` on are spoken, and come, so much later; `ticksToo`: their timestamps say so. */
function postponed(packets: TimedPacket[], index: number, byMs: number, ticksToo = true): TimedPacket[] {
  return packets.map((packet, i) => ({
    ...packet,
    timestamp: i < index || !ticksToo ? packet.timestamp : (packet.timestamp + byMs * 48) % 2 ** 32,
    atMs: i < index ? packet.atMs : packet.atMs + byMs,
  }))
}

describe('packets that come in order', () => {
  it('are played the moment they come, however unevenly that is', () => {
    const uneven = speech(200).map((packet, i) => ({ ...packet, atMs: packet.atMs + (i % 5) * 15 }))
    const { slots, line: played, stats } = playThrough(uneven)
    expect(played).toBe(line(0, 199))
    expect(slots.map(({ atMs }) => atMs)).toEqual(uneven.map(({ atMs }) => atMs))
    expect(stats).toMatchObject({ packetsLost: 0, late: 0, bufferDelayMs: 0 })
    expect(stats.jitterMs).toBeGreaterThan(15)
  })

  it('are not taken for late where the sender itself is slow, as a JavaScript interval is', () => {
    const slow = speech(1_000).map((packet) => ({ ...packet, atMs: packet.atMs * 1.05 }))
    expect(playThrough(slow).line).toBe(line(0, 999))
  })

  it('go on over the wraps of the sequence number and of the timestamp', () => {
    const wrapping = speech(100, { sequenceNumber: 0xffff - 40, timestamp: 2 ** 32 - 60 * 960 })
    expect(playThrough(wrapping).line).toBe(line(0, 99))
    expect(playThrough(without(wrapping, 41, 60)).line).toBe(
      `${line(0, 40)} r ${line(42, 59)} r ${line(61, 99)}`,
    )
  })

  it.each([10, 40, 60])('are told apart from losses by their timestamps when they are %d ms long', (ms) => {
    const packets = names(0, 49).map((name) => ({
      ssrc: 1,
      sequenceNumber: name,
      timestamp: name * ms * 48,
      payload: namedPacket(name, { ms }),
      atMs: name * ms,
    }))
    expect(playThrough(packets).line).toBe(line(0, 49))
    const { line: played, lengthMs } = playThrough(without(packets, 40))
    expect(played).toBe(`${line(0, 39)} r ${line(41, 49)}`)
    expect(lengthMs).toBe(50 * ms)
  })
})

describe('packets that come out of order', () => {
  it('are put back into it, and held no longer than that takes', () => {
    const overtaken = late(speech(SETTLED), 10, 30)
    const { slots, line: played, stats } = playThrough(overtaken)
    expect(played).toBe(line(0, SETTLED - 1))
    expect(slots.slice(10, 12).map(({ atMs }) => atMs)).toEqual([230, 230])
    expect(stats).toMatchObject({ packetsLost: 0, late: 0, fecRecovered: 0 })
  })

  it('are waited for as long as the network is usually late by', () => {
    const jittery = carried(speech(500), { jitterMs: 60, seed: 1 })
    const { slots, line: played, stats } = playThrough(jittery, { untilMs: 10_000 })
    // Only what the network has not yet shown of itself may come as a surprise.
    expect(played.replaceAll(/ [rc]/g, '').split(' ').length).toBeGreaterThan(498)
    expect(stats.late).toBeLessThan(2)
    expect(Math.max(...heldMs(slots))).toBeLessThanOrEqual(60)
  })

  it('are dropped when their time was played, and counted', () => {
    const { line: played, stats } = playThrough(late(speech(40), SETTLED, 45))
    expect(played).toBe(`${line(0, 29)} r ${line(31, 39)}`)
    expect(stats).toMatchObject({ late: 1, packetsLost: 1, duplicates: 0 })
  })

  it('are dropped when they come twice, at once or later, and counted', () => {
    const packets = speech(40)
    const twice = packets.flatMap((packet) => [packet, { ...packet, atMs: Math.min(packet.atMs + 200, 790) }])
    twice.sort((one, other) => one.atMs - other.atMs)
    const { line: played, stats } = playThrough(twice)
    expect(played).toBe(line(0, 39))
    expect(stats).toMatchObject({ duplicates: 40, late: 0 })
  })
})

describe('a lost packet', () => {
  it('is rebuilt from the next one the moment that comes', () => {
    const { slots, line: played, stats } = playThrough(without(speech(40), SETTLED))
    expect(played).toBe(`${line(0, 29)} r ${line(31, 39)}`)
    expect(slots.slice(30, 32).map(({ atMs }) => atMs)).toEqual([620, 620])
    expect(stats).toMatchObject({ packetsLost: 1, fecRecovered: 1, concealed: 0, bufferDelayMs: 0 })
  })

  it('is guessed when the next one has nothing of it', () => {
    const packets = names(0, 39).map((name) => namedPacket(name, { fec: false }))
    const { line: played, stats } = playThrough(without(spokenPackets(packets), SETTLED))
    expect(played).toBe(`${line(0, 29)} c ${line(31, 39)}`)
    expect(stats).toMatchObject({ fecRecovered: 0, concealed: 1 })
  })

  it('is guessed where more than one is lost, and the last of them rebuilt', () => {
    expect(playThrough(without(speech(40), 30, 31)).line).toBe(`${line(0, 29)} c r ${line(32, 39)}`)
  })

  it('becomes silence after 60 ms of guesses, the last of which fades out', () => {
    const { line: played, slots, stats } = playThrough(without(speech(50), ...names(30, 36)))
    expect(played).toBe(`${line(0, 29)} c c c _ _ _ r ${line(37, 49)}`)
    const fades = slots.flatMap(({ slot }) => (slot.kind === 'conceal' ? [slot.fadesOut] : []))
    expect(fades).toEqual([false, false, true])
    expect(stats).toMatchObject({ packetsLost: 7, concealed: 3, silenced: 3, fecRecovered: 1 })
  })

  it('is missed in real time when nothing comes after it: 10 to 50 ms after its redundancy should have come', () => {
    const { slots } = playThrough(speech(SETTLED), { untilMs: 1_000 })
    const guessedAtMs = slots.find(({ what }) => what === 'c')?.atMs ?? Number.NaN
    expect(guessedAtMs - SETTLED * 20).toBeGreaterThanOrEqual(30)
    expect(guessedAtMs - SETTLED * 20).toBeLessThanOrEqual(50)
  })

  it('is missed within 120 ms where packets are longer, too', () => {
    const packets = names(0, 9).map((name) => ({
      ssrc: 1,
      sequenceNumber: name,
      timestamp: name * 60 * 48,
      payload: namedPacket(name, { ms: 60 }),
      atMs: name * 60,
    }))
    const { slots } = playThrough(packets, { untilMs: 1_000 })
    expect(slots.find(({ what }) => what === 'c')?.atMs).toBeLessThanOrEqual(600 + 120)
  })

  it('holds up those behind it by at most 80 ms, even where packets are late by far more', () => {
    const arrivals = carried(speech(1_000), { jitterMs: 200, lossShare: 0.1, seed: 1 })
    expect(Math.max(...heldMs(playThrough(arrivals).slots))).toBeLessThanOrEqual(80)
  })
})

describe('a pause of the sender', () => {
  const paused = postponed(
    spokenPackets(names(0, 59).map((name) => (name === 29 ? pauseNotice() : namedPacket(name)))),
    30,
    380,
  )

  it('is silence in real time, so that a model can hear that the user has finished', () => {
    const { line: played, slots, stats, lengthMs } = playThrough(paused)
    expect(played).toBe(`${line(0, 28)} p ${Array(19).fill('.').join(' ')} ${line(30, 59)}`)
    const silences = slots.filter(({ what }) => what === '.').map(({ atMs }) => atMs)
    // The last two come with the packet that ends the pause; until then one every 20 ms.
    expect(silences[0]).toBeLessThanOrEqual(650)
    for (const [i, atMs] of silences.entries())
      if (i > 0) expect(atMs - (silences[i - 1] ?? 0)).toBeLessThanOrEqual(20)
    expect(lengthMs).toBe(60 * 20 + 380)
    expect(stats).toMatchObject({ packetsLost: 0, concealed: 0, silenced: 0 })
  })

  it('delays nothing of what follows it', () => {
    const { slots } = playThrough(paused)
    expect(Math.max(...heldMs(slots))).toBe(0)
  })

  it('is known by its timestamps too, once it is over', () => {
    const { line: played, lengthMs } = playThrough(postponed(speech(60), 30, 380))
    expect(played).toMatch(/^.* 29 c c c [_ ]+( \.)+ 30 .*$/)
    expect(lengthMs).toBe(60 * 20 + 380)
  })

  it('is filled for a second and no longer, and never twice', () => {
    const { slots, line: played } = playThrough(postponed(speech(60), 30, 5_000))
    const filled = slots.filter(({ slot }) => slot.kind !== 'decode')
    expect(filled.reduce((sum, { slot }) => sum + slot.durationMs, 0)).toBe(1_000)
    expect(filled.at(-1)?.atMs).toBeLessThan(30 * 20 + 1_100)
    expect(played.endsWith(line(30, 59))).toBe(true)
    expect(slots.at(-30)?.atMs).toBe(30 * 20 + 5_000)
  })
})

describe('a network that stands still', () => {
  /** Nothing comes for so long, and then all that was held up at once. */
  function standstill(packets: TimedPacket[], from: number, forMs: number): TimedPacket[] {
    const endMs = (packets[from]?.atMs ?? 0) + forMs
    return packets.map((packet, i) => (i < from ? packet : { ...packet, atMs: Math.max(packet.atMs, endMs) }))
  }

  it('costs no word up to 140 ms: what comes after its time is played after all', () => {
    const { line: played, stats } = playThrough(standstill(speech(100), 40, 140))
    expect(played.replaceAll(/ [c_]/g, '')).toBe(line(0, 99))
    expect(stats).toMatchObject({ late: 0, packetsLost: 0 })
  })

  it('never puts what is played more than 120 ms behind', () => {
    const { line: played, lengthMs } = playThrough(standstill(speech(100), 40, 400))
    expect(lengthMs - 100 * 20).toBeLessThanOrEqual(120)
    // The oldest are dropped: what is newest counts.
    expect(played.endsWith(line(60, 99))).toBe(true)
  })

  it('is made up for in the next pause', () => {
    const packets = standstill(postponed(speech(140), 100, 380), 40, 180)
    const { lengthMs } = playThrough(packets)
    expect(lengthMs).toBe(140 * 20 + 380)
  })

  it('is another network afterwards: a route that is slower for good costs no more than that once', () => {
    const { line: played, stats } = playThrough(postponed(speech(300), 100, 250, false))
    expect(played.endsWith(line(110, 299))).toBe(true)
    expect(stats.late).toBeLessThan(8)
  })
})

describe('another stream', () => {
  it('takes over with its first packet as soon as its second one has come, without a hole in time', () => {
    const first = speech(50)
    const second = speech(50, { ssrc: 2, sequenceNumber: 7_000, timestamp: 123_456_789 }).map((packet) => ({
      ...packet,
      atMs: packet.atMs + 1_000,
    }))
    const { line: played, lengthMs } = playThrough([...first, ...second])
    expect(played.replaceAll(/ [c._]/g, '')).toBe(`${line(0, 49)} ${line(0, 49)}`)
    expect(Math.abs(lengthMs - 2_000)).toBeLessThanOrEqual(20)
  })

  it('begins where the time of the first one has got to', () => {
    const second = speech(50, { ssrc: 2 }).map((packet) => ({ ...packet, atMs: packet.atMs + 700 }))
    const { lengthMs } = playThrough([...speech(20), ...second])
    expect(Math.abs(lengthMs - 1_700)).toBeLessThanOrEqual(20)
  })

  it('is what comes when timestamps run ahead of the clock, and no silence is made of them', () => {
    const ahead = speech(100).map((packet, i) =>
      i < 50 ? packet : { ...packet, timestamp: packet.timestamp + 72_000 },
    )
    expect(playThrough(ahead).line).toBe(line(0, 99))
  })

  it.each([
    ['sequence number', { sequenceNumber: 40_000 }],
    ['timestamp', { timestamp: 3_000_000_000 }],
    ['both', { sequenceNumber: 40_000, timestamp: 3_000_000_000 }],
  ])('is what comes after a jump of the %s', (_name, jump) => {
    const packets = speech(100)
    const jumped = speech(100, jump).slice(50)
    const continued = jumped.map((packet, i) => ({
      ...packet,
      sequenceNumber:
        'sequenceNumber' in jump ? packet.sequenceNumber : (packets[50 + i]?.sequenceNumber ?? 0),
    }))
    const { line: played, stats } = playThrough([...packets.slice(0, 50), ...continued])
    expect(played.replaceAll(/ [c._]/g, '')).toBe(line(0, 99))
    expect(stats.strays).toBe(0)
  })

  it('is not begun by single packets from nowhere, which are dropped and counted', () => {
    const stray = { ssrc: 9, sequenceNumber: 5, timestamp: 5, payload: namedPacket(999), atMs: 505 }
    const another = { ...stray, sequenceNumber: 50 }
    const packets = speech(100)
    const { line: played, stats } = playThrough([
      ...packets.slice(0, 26),
      stray,
      another,
      ...packets.slice(26),
    ])
    expect(played).toBe(line(0, 99))
    expect(stats.strays).toBe(2)
  })

  it('does not take over while the first one goes on', () => {
    const second = speech(100, { ssrc: 2, sequenceNumber: 900 }).map((packet) => ({
      ...packet,
      atMs: packet.atMs + 1,
    }))
    const both = [...speech(100), ...second].sort((one, other) => one.atMs - other.atMs)
    const { line: played } = playThrough(both)
    expect(played).toBe(line(0, 99))
  })
})

describe('a sender that means no good', () => {
  it('is dropped where its packets are no Opus', () => {
    const packets = speech(50).map((packet, i) =>
      i === 40 ? { ...packet, payload: Uint8Array.of(3, 0) } : packet,
    )
    const { line: played, stats } = playThrough(packets)
    expect(played).toBe(`${line(0, 39)} r ${line(41, 49)}`)
    expect(stats.malformed).toBe(1)
  })

  it('may pad its stream with empty packets, which take no time', () => {
    const packets = speech(50).map((packet, i) =>
      i === 40 ? { ...packet, payload: new Uint8Array() } : packet,
    )
    const squeezed = packets.map((packet, i) =>
      i > 40 ? { ...packet, timestamp: packet.timestamp - 960, atMs: packet.atMs - 20 } : packet,
    )
    const { line: played, stats } = playThrough(squeezed)
    expect(played).toBe(`${line(0, 39)} ${line(41, 49)}`)
    expect(stats.packetsLost).toBe(0)
  })

  it('is played no faster than real time, and a second', () => {
    const rushed = speech(5_000).map((packet) => ({ ...packet, atMs: packet.atMs / 50 }))
    const { lengthMs, stats } = playThrough(rushed)
    expect(lengthMs).toBeLessThan(2_000 * 1.01 + 1_000)
    expect(stats.overrun).toBeGreaterThan(4_500)
  })
})

describe('asking again', () => {
  it('is for what is missing and could still come in time, and once only', () => {
    const buffer = new JitterBuffer()
    const asked: (number[] | undefined)[] = []
    for (const packet of without(speech(12, { sequenceNumber: 0xfffe }), 4, 5, 8)) {
      buffer.push(packet, packet.atMs)
      while (buffer.next(packet.atMs, true));
      asked.push(buffer.missing(packet.atMs)?.sequenceNumbers)
    }
    expect(asked.filter(Boolean)).toEqual([[2, 3], [6]])
  })

  it('is not worth it on an even network, where the next packet rebuilds it at once', () => {
    const buffer = new JitterBuffer()
    for (const packet of without(speech(50), 40)) {
      buffer.push(packet, packet.atMs)
      while (buffer.next(packet.atMs, true));
      expect(buffer.missing(packet.atMs)).toBeUndefined()
    }
  })
})

function heldMs(slots: ReturnType<typeof playThrough>['slots']): number[] {
  return slots.flatMap(({ slot, atMs }) => (slot.kind === 'decode' ? [atMs - slot.arrivedAtMs] : []))
}
