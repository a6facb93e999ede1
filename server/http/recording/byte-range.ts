import type { ByteRange } from '../../archive/archive.ts'

/**
 * Reads a Range header (RFC 9110 section 14.1.2) for something so many bytes long. Several ranges at once are answered
 * with the whole, which the RFC allows and players never ask for.
 * @returns undefined for the whole, `unsatisfiable` for a range that begins behind the end
 */
export function byteRangeOf(
  header: string | undefined,
  bytes: number,
): ByteRange | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === '' && to === '') return undefined
  const last = bytes - 1
  const range =
    from === ''
      ? { start: Math.max(0, bytes - Number(to)), end: last }
      : { start: Number(from), end: to === '' ? last : Math.min(Number(to), last) }
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined
  return range.start > last || (from === '' && Number(to) === 0) ? 'unsatisfiable' : range
}
