import { describe, expect, it } from 'vitest'
import { RtpPacketizer } from './rtp-packetizer.ts'

const payload = new Uint8Array([1, 2, 3])
const step = (from: number, to: number, modulus: number) => (to - from + modulus) % modulus

describe('the RTP stream of the partner', () => {
  it('counts 960 samples a tick and one sequence number a packet', () => {
    const packetizer = new RtpPacketizer()
    const [first, second] = [packetizer.packet(payload, 10).header, packetizer.packet(payload, 11).header]
    expect(step(first.timestamp, second.timestamp, 2 ** 32)).toBe(960)
    expect(step(first.sequenceNumber, second.sequenceNumber, 2 ** 16)).toBe(1)
  })

  it('lets the timestamp go on over a silence, and marks the first packet after it', () => {
    const packetizer = new RtpPacketizer()
    const packets = [10, 11, 61, 62].map((tick) => packetizer.packet(payload, tick).header)
    expect(packets.map((header) => header.marker)).toEqual([true, false, true, false])
    const [, before, after] = packets
    expect(step(before?.timestamp ?? 0, after?.timestamp ?? 0, 2 ** 32)).toBe(50 * 960)
    expect(step(before?.sequenceNumber ?? 0, after?.sequenceNumber ?? 0, 2 ** 16)).toBe(1)
  })

  it('wraps the sequence number and keeps the timestamp within 32 bits for a talk of any length', () => {
    const packetizer = new RtpPacketizer()
    for (let tick = 0; tick < 70_000; tick++) {
      const { sequenceNumber, timestamp } = packetizer.packet(payload, tick * 100).header
      expect(sequenceNumber).toBeLessThan(0x10000)
      expect(timestamp).toBeLessThan(2 ** 32)
    }
  })
})
