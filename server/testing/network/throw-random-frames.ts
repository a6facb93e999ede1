import { once } from 'node:events'
import { WebSocket } from 'ws'
import { randomFrames } from './random-frames.ts'

/** A way of `/ws/realtime`, and the frames that a talk in it begins and ends with, if any. */
export interface RealtimeWay {
  name: string
  subprotocols: string[]
  first?: object
  last?: object
}

export const realtimeWays: readonly RealtimeWay[] = [
  { name: 'text', subprotocols: [], first: { text: 'こんにちは' } },
  { name: 'Live frames', subprotocols: [], first: { realtime_input: { audio_stream_end: true } } },
  { name: 'live-talk.v1', subprotocols: ['live-talk.v1'], last: { type: 'end' } },
]

// Fewer than a socket may send at once: who floods is cut, and that is another test.
const FRAMES_PER_SOCKET = 250

/** Sends so many random frames in that way. Resolves when the server has read them all and let every socket go. */
export async function throwRandomFrames(
  url: string,
  way: RealtimeWay,
  count: number,
  seed = 1,
): Promise<void> {
  for (let sent = 0; sent < count; sent += FRAMES_PER_SOCKET) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/realtime`, way.subprotocols)
    socket.on('error', () => undefined)
    await once(socket, 'open')
    if (way.first) socket.send(JSON.stringify(way.first))
    const frames = randomFrames(Math.min(FRAMES_PER_SOCKET, count - sent), seed + sent)
    for (const frame of frames) socket.send(frame)
    if (way.last) socket.send(JSON.stringify(way.last))
    socket.close()
    if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close')
  }
}
