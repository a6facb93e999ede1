import { createHmac, timingSafeEqual } from 'node:crypto'

const HEADER_BYTES = 20
const COOKIE = 0x2112a442
const ATTRIBUTE_HEADER_BYTES = 4
const attributeType = { username: 0x0006, integrity: 0x0008, integritySha256: 0x001c, fingerprint: 0x8028 }
const MAY_FOLLOW_INTEGRITY: readonly number[] = [attributeType.integritySha256, attributeType.fingerprint]
/** Of HMAC-SHA1. */
const SIGNATURE_BYTES = 20

/** A STUN message that claims to come from somebody who knows a password. */
export interface SignedStun {
  /** Whose password; messages of some kinds name nobody. */
  username: string | undefined
  /** What the signature is over. */
  signed: Buffer
  signature: Buffer
}

/**
 * Reads who signed a STUN message (RFC 8489 sections 5 and 14). Pure, and never throws.
 *
 * @returns undefined when it is no whole STUN message, is not signed, or carries something behind its signature
 * that anybody may have added: those who sign are to ignore that, so nobody who means well puts it there
 */
export function readSignedStun(datagram: Buffer): SignedStun | undefined {
  if (!isStun(datagram)) return undefined
  let username: string | undefined
  let signed: { signed: Buffer; signature: Buffer } | undefined
  for (let at = HEADER_BYTES; at < datagram.length; ) {
    if (at + ATTRIBUTE_HEADER_BYTES > datagram.length) return undefined
    const type = datagram.readUInt16BE(at)
    const from = at + ATTRIBUTE_HEADER_BYTES
    const to = from + datagram.readUInt16BE(at + 2)
    if (to > datagram.length) return undefined
    if (signed) {
      if (!MAY_FOLLOW_INTEGRITY.includes(type)) return undefined
    } else if (type === attributeType.username) {
      username ??= datagram.toString('utf8', from, to)
    } else if (type === attributeType.integrity) {
      if (to - from !== SIGNATURE_BYTES) return undefined
      signed = { signed: signedPart(datagram, at), signature: datagram.subarray(from, to) }
    }
    at = to + (-to & 3) // attributes begin at multiples of four
  }
  return signed && { username, ...signed }
}

/** Whether the one who signed knows this password: HMAC-SHA1 (RFC 8489 section 14.5). */
export function isSignedWith({ signed, signature }: SignedStun, password: string): boolean {
  return timingSafeEqual(createHmac('sha1', password).update(signed).digest(), signature)
}

function isStun(datagram: Buffer): boolean {
  if (datagram.length < HEADER_BYTES || datagram.length % 4 !== 0) return false
  return (
    datagram.readUInt8(0) < 0x40 &&
    datagram.readUInt32BE(4) === COOKIE &&
    datagram.readUInt16BE(2) === datagram.length - HEADER_BYTES
  )
}

/** All before the signature, with a length in the header as if the message ended with it. */
function signedPart(datagram: Buffer, signatureAt: number): Buffer {
  const part = Buffer.from(datagram.subarray(0, signatureAt))
  part.writeUInt16BE(signatureAt + ATTRIBUTE_HEADER_BYTES + SIGNATURE_BYTES - HEADER_BYTES, 2)
  return part
}
