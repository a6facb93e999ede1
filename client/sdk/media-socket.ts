import type { TalkEvent } from '../../shared/talk-event.ts'

/** A text frame of `live-talk.v1`, server to client. */
export type SocketMessage =
  | TalkEvent
  /** The first of every connection: whose sound it carries. */
  | { type: 'talk'; talkId: string }
  | { type: 'error'; code: string; message: string }

/** A text frame of `live-talk.v1`, client to server. */
export type SocketCommand = { type: 'say'; text: string } | { type: 'end' }

export interface MediaSocketEvents {
  onMessage(message: SocketMessage): void
  /** It could not be opened, or it is gone. Nothing comes after it, and nothing comes after `close`. */
  onClose(): void
}

/**
 * The sound of a talk over a WebSocket (subprotocol `live-talk.v1`): the user's microphone out, the partner in.
 * Opens as soon as it is made. Who opens it closes it.
 */
export interface MediaSocket {
  /** Dropped while the socket is not open. */
  send(command: SocketCommand): void
  /** Ends both directions and gives back what the socket holds; the microphone stays. Idempotent. */
  close(): void
}

const eventTypes: Record<SocketMessage['type'], true> = {
  talk: true,
  error: true,
  answer: true,
  candidate: true,
  state: true,
  transcript: true,
  speaking: true,
  interrupted: true,
  latency: true,
  tool: true,
  notice: true,
  handover: true,
}

/** @returns undefined for what this client does not know: a newer server may say more */
export function parseSocketMessage(text: string): SocketMessage | undefined {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined
  if (typeof message.type !== 'string' || !Object.hasOwn(eventTypes, message.type)) return undefined
  // The rest is our own server's word, as over tRPC: zod would double the size of the page to check it again.
  return message as SocketMessage
}
