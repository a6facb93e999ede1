/** Why a connection is closed, in the words that clients of the Live API know. */
export interface LiveClose {
  /** RFC 6455 section 7.4. */
  code: number
  /** Cut to what a close frame can carry when it is sent. */
  reason: string
}

/** The service's answer to anything it does not want to be more precise about. */
export const invalidArgument: LiveClose = { code: 1007, reason: 'Request contains an invalid argument.' }

export const internalError: LiveClose = { code: 1011, reason: 'Internal error occurred.' }

/** A connection's time is up. */
export const deadlineExpired: LiveClose = {
  code: 1011,
  reason: 'Deadline expired before operation could complete.',
}

export const unavailable: LiveClose = { code: 1011, reason: 'The service is currently unavailable.' }

export function unknownModel(model: string, apiVersion: string): LiveClose {
  return {
    code: 1008,
    reason:
      `${model} is not found for API version ${apiVersion}, or is not supported for bidiGenerateContent. ` +
      'Call ListModels to see the list of available models and their supported methods.',
  }
}

/** A control frame carries 125 bytes, two of which are the code (RFC 6455 section 5.5). */
const MAX_REASON_BYTES = 123

/** The beginning of `reason` that fits into a close frame, cut between characters. */
export function closeFrameReason(reason: string): string {
  const bytes = Buffer.from(reason, 'utf8')
  if (bytes.length <= MAX_REASON_BYTES) return reason
  let end = MAX_REASON_BYTES
  // 0b10xxxxxx: inside a character
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.toString('utf8', 0, end)
}
