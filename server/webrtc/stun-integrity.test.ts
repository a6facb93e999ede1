import { describe, expect, it } from 'vitest'
import { malformedDatagrams } from '../testing/network/malformed-datagrams.ts'
import { isSignedWith, readSignedStun } from './stun-integrity.ts'

/** The test vectors of RFC 5769, sections 2.1 and 2.2. */
const password = 'VOkJxbRl1RmTxUk/WvJxBt'
const request = bytes(`
  00010058 2112a442 b7e7a701 bc34d686 fa87dfae
  80220010 5354554e 20746573 7420636c 69656e74
  00240004 6e0001ff
  80290008 932ff9b1 51263b36
  00060009 6576746a 3a683676 59202020
  00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2
  80280004 e57a3bcf`)
const response = bytes(`
  0101003c 2112a442 b7e7a701 bc34d686 fa87dfae
  8022000b 74657374 20766563 746f7220
  00200008 0001a147 e112a643
  00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7
  80280004 c07d4c96`)
const USE_CANDIDATE = bytes('00250000')

function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')
}

/** With the length in the header that fits it. */
function message(...parts: Buffer[]): Buffer {
  const whole = Buffer.concat(parts)
  whole.writeUInt16BE(whole.length - 20, 2)
  return whole
}

function isSigned(datagram: Buffer, by = password): boolean {
  const read = readSignedStun(datagram)
  return read !== undefined && isSignedWith(read, by)
}

describe('the signature of a STUN message', () => {
  it('is that of the samples in RFC 5769', () => {
    expect(readSignedStun(request)?.username).toBe('evtj:h6vY')
    expect(isSigned(request)).toBe(true)
    expect(readSignedStun(response)?.username).toBeUndefined()
    expect(isSigned(response)).toBe(true)
  })

  it('is another with another password', () => {
    expect(isSigned(request, 'VOkJxbRl1RmTxUk/WvJxBT')).toBe(false)
  })

  it('covers every byte before it', () => {
    const signatureFrom = request.length - 8 - 24
    for (let at = 0; at < signatureFrom; at++) {
      const changed = Buffer.from(request)
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
      expect(isSigned(changed), `byte ${at}`).toBe(false)
    }
  })

  it('may be followed by a fingerprint, or by nothing, but by no attribute that anybody could add', () => {
    const withoutFingerprint = request.subarray(0, -8)
    expect(isSigned(message(withoutFingerprint))).toBe(true)
    expect(isSigned(message(withoutFingerprint, USE_CANDIDATE))).toBe(false)
    expect(isSigned(message(request, USE_CANDIDATE))).toBe(false)
  })

  it('is missing from a message without one, and from what is cut short', () => {
    expect(readSignedStun(message(request.subarray(0, -32)))).toBeUndefined()
    for (let length = 0; length < request.length; length++)
      expect(readSignedStun(request.subarray(0, length))).toBeUndefined()
  })

  it('is found in nothing that is malformed', () => {
    for (const datagram of malformedDatagrams('stun', 2_000))
      expect(isSigned(Buffer.from(datagram), 'knows')).toBe(false)
  })
})
