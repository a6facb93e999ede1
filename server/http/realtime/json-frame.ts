import { TalkError } from '../../errors.ts'

/** @throws TalkError badInput */
export function parseJsonFrame(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch {
    throw new TalkError('badInput', 'This frame is no JSON.')
  }
}
