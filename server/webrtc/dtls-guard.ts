import type { RTCDtlsTransport } from 'werift'

/** A record's header: type, version, epoch, sequence number, length (RFC 6347 section 4.1). */
const HEADER_BYTES = 13
const ALERT = 21

/**
 * Once the handshake is done, lets only such DTLS records through as the far end itself has encrypted. werift would
 * take an alert in the clear, or any record of an unknown type, from anybody who finds the port, for the far end's
 * close: it stops sending then, for good, and does not even say so.
 *
 * It reaches below werift's documented surface; `connectivity.test.ts` fails should that change.
 *
 * @param onClosed the far end closed its end, which werift's own connection state never tells
 */
export function guardDtls(transport: RTCDtlsTransport, onClosed: () => void): void {
  transport.onStateChange.subscribe((state) => {
    const { dtls } = transport
    if (state !== 'connected' || !dtls) return
    const { socket } = dtls.transport
    const take = socket.onData
    socket.onData = (datagram, from) => {
      const authentic = recordsOf(datagram).filter((record) => isAuthentic(dtls, record))
      if (authentic.length === 0) return
      take(Buffer.concat(authentic), from)
      if (authentic.some((record) => record[0] === ALERT)) onClosed()
    }
  })
}

/** The whole records of a datagram. */
function recordsOf(datagram: Buffer): Buffer[] {
  const records: Buffer[] = []
  for (let at = 0; at + HEADER_BYTES <= datagram.length; ) {
    const end = at + HEADER_BYTES + datagram.readUInt16BE(at + HEADER_BYTES - 2)
    if (end > datagram.length) break
    records.push(datagram.subarray(at, end))
    at = end
  }
  return records
}

function isAuthentic({ cipher }: NonNullable<RTCDtlsTransport['dtls']>, record: Buffer): boolean {
  const epoch = record.readUInt16BE(3)
  // What comes in the clear belongs to the handshake, and that is over.
  if (epoch === 0) return false
  try {
    cipher.cipher.decrypt(cipher.sessionType, record.subarray(HEADER_BYTES), {
      type: record.readUInt8(0),
      version: record.readUInt16BE(1),
      epoch,
      sequenceNumber: record.readUIntBE(5, 6),
    })
    return true
  } catch {
    return false
  }
}
