/** Where a candidate can be reached, as its line says (RFC 8839 section 5.1). */
export interface CandidateLine {
  protocol: string
  address: string
  port: number
  type: string
}

/** undefined for what is no candidate line, such as the empty one that ends a generation. */
export function parseCandidateLine(line: string): CandidateLine | undefined {
  const [, , protocol, , address, port, typ, type] = line.split(' ')
  if (!protocol || !address || !port || typ !== 'typ' || !type) return undefined
  return { protocol: protocol.toLowerCase(), address, port: Number(port), type }
}

/** The same line for another place. */
export function candidateLineAt(line: string, { address, port }: { address: string; port: number }): string {
  const fields = line.split(' ')
  fields[4] = address
  fields[5] = String(port)
  return fields.join(' ')
}
