/**
 * Mono PCM is an `Int16Array` everywhere in the server. On the wire it is little-endian, which is also the byte
 * order of every machine that Node 24 runs on except s390x, where this server does not.
 */

/**
 * Reads little-endian bytes as samples. A view of the same memory where alignment allows it, else a copy. The
 * odd byte of a broken sender is dropped.
 */
export function pcmFromBytes(bytes: Uint8Array): Int16Array {
  const samples = bytes.byteLength >> 1
  if (bytes.byteOffset % 2 === 0) return new Int16Array(bytes.buffer, bytes.byteOffset, samples)
  // Not `bytes.slice()`: a Buffer's shares memory.
  return new Int16Array(new Uint8Array(bytes.subarray(0, samples * 2)).buffer)
}

/** The samples' memory seen as little-endian bytes: a view, not a copy. */
export function bytesFromPcm(pcm: Int16Array): Uint8Array {
  return new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength)
}

/** Base64 as the Live API carries PCM (RFC 4648). Characters outside of the alphabet are skipped. */
export function pcmFromBase64(base64: string): Int16Array {
  return pcmFromBytes(Buffer.from(base64, 'base64'))
}

export function base64FromPcm(pcm: Int16Array): string {
  return Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64')
}

/** RMS level relative to a full-scale square wave, in dBFS: 0 at most, -Infinity for digital silence. */
export function levelDbfs(pcm: Int16Array): number {
  let sum = 0
  for (const sample of pcm) sum += sample * sample
  return pcm.length === 0 ? -Infinity : 10 * Math.log10(sum / pcm.length / 32_768 ** 2)
}
