import { once } from 'node:events'
import { WebSocket } from 'ws'
import { LIVE_TALK_V1 } from '../../../shared/realtime-protocol.ts'
import { brokenFrames, malformedMessages } from './malformed-frames.ts'
import { RawWebSocket } from './raw-web-socket.ts'

/** A WebSocket that may be had from a server: the media of a talk that runs, or the procedures. */
export interface SocketTarget {
  /** With path and query. */
  url: string
  subprotocol?: string
}

// Each may be answered by an error; a server may also have enough of it and close, and then there is another socket.
const MESSAGES_PER_SOCKET = 50

export function mediaOf(serverUrl: string, talkId: string): SocketTarget {
  return { url: `${webSocketUrl(serverUrl)}/ws/realtime?talk=${talkId}`, subprotocol: LIVE_TALK_V1 }
}

export function procedures(serverUrl: string): SocketTarget {
  return { url: `${webSocketUrl(serverUrl)}/trpc` }
}

/** Sends so many messages that make no sense there. Resolves when the server has read them all. */
export async function throwMessages({ url, subprotocol }: SocketTarget, count: number): Promise<void> {
  const messages = malformedMessages(count)
  for (let at = 0; at < messages.length; at += MESSAGES_PER_SOCKET) {
    const socket = new WebSocket(url, subprotocol)
    socket.on('error', () => undefined)
    await once(socket, 'open')
    for (const message of messages.slice(at, at + MESSAGES_PER_SOCKET)) socket.send(message)
    socket.close()
    await once(socket, 'close')
  }
}

/** Breaks the protocol so many times, on a socket each. Resolves when the server has closed every one. */
export async function throwBrokenFrames({ url, subprotocol }: SocketTarget, count: number): Promise<void> {
  for (const bytes of brokenFrames(count)) {
    using socket = await RawWebSocket.open(url, subprotocol)
    socket.write(bytes)
    await socket.closed
  }
}

/** Sends the beginning of a frame and goes away, so many times. */
export async function throwHalfFrames({ url, subprotocol }: SocketTarget, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    using socket = await RawWebSocket.open(url, subprotocol)
    socket.write(Uint8Array.of(0x82, 0xfe, 0x02, 0x80, 1, 2, 3, 4, 5).subarray(0, 1 + (i % 9)))
  }
}

const webSocketUrl = (serverUrl: string) => serverUrl.replace('http', 'ws')
