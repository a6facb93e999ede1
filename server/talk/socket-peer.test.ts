import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { SocketPeer } from './socket-peer.ts'
import type { SocketHears } from './talk-host.ts'

/** A talk's end of a port, and the end that would hold the WebSocket. */
function createPeer(hears: SocketHears = 'sound') {
  const { port1, port2: socket } = new MessageChannel()
  const frames: { samples: number; first: number | undefined }[] = []
  const told: string[] = []
  const peer = new SocketPeer({
    port: port1,
    hears,
    events: {
      onFrame: (frame) => frames.push({ samples: frame.length, first: frame[0] }),
      onConnected: () => told.push('connected'),
      onDisconnected: () => told.push('disconnected'),
      onFailed: () => told.push('failed'),
      onLeft: () => told.push('left'),
    },
  })
  const says = async (bytes: Uint8Array) => {
    const taken = once(port1, 'message')
    socket.postMessage(bytes)
    await taken
  }
  return { peer, port: port1, socket, frames, told, says }
}

it('hears frames in messages of any length, even of half a sample', async () => {
  const { peer, frames, says } = createPeer()
  await says(new Uint8Array(641).fill(1))
  await says(new Uint8Array(639).fill(1))
  expect(frames).toEqual([
    { samples: 320, first: 0x0101 },
    { samples: 320, first: 0x0101 },
  ])
  expect(peer.stats().packetsReceived).toBe(2)
  await peer.close()
})

it('sends a copy of each frame, for the talk writes over its own', async () => {
  const { peer, socket } = createPeer()
  const frame = new Int16Array(480).fill(7)
  peer.sendFrame(frame)
  frame.fill(8)
  const [bytes] = await once(socket, 'message')
  expect(new Int16Array(bytes.buffer)).toEqual(new Int16Array(480).fill(7))
  expect(peer.stats().packetsSent).toBe(1)
  await peer.close()
})

it('sends what the model says at once in one message, and no frames, where the client plays them itself', async () => {
  const { peer, socket } = createPeer('model')
  const pcm = new Int16Array(4).fill(7)
  peer.sendFrame(new Int16Array(480))
  peer.relay({ type: 'audio', pcm, sampleRateHz: 24_000 })
  peer.relay({ type: 'turnComplete' })
  pcm.fill(8)
  expect(await once(socket, 'message')).toEqual([
    [{ type: 'audio', pcm: new Int16Array(4).fill(7), sampleRateHz: 24_000 }, { type: 'turnComplete' }],
  ])
  peer.relay({ type: 'interrupted' })
  expect(await once(socket, 'message')).toEqual([[{ type: 'interrupted' }]])
  expect(peer.stats().packetsSent).toBe(2)
  await peer.close()
})

it('sends nothing to a client that only reads', async () => {
  const { peer } = createPeer('nothing')
  peer.sendFrame(new Int16Array(480))
  peer.relay({ type: 'turnComplete' })
  await Promise.resolve() // in which what was said at once would be sent
  expect(peer.stats().packetsSent).toBe(0)
  await peer.close()
})

it('is down for good when the far end closes', async () => {
  const { peer, port, socket, told } = createPeer()
  const closed = once(port, 'close')
  socket.close()
  await closed
  expect(told).toEqual(['disconnected'])
  await peer.close()
})

it('says nothing after its own close, which may come twice, and sends nothing', async () => {
  const { peer, socket, told } = createPeer()
  const closed = once(socket, 'close')
  await Promise.all([peer.close(), peer.close()])
  peer.sendFrame(new Int16Array(480))
  await closed
  expect(told).toEqual([])
  expect(peer.stats().packetsSent).toBe(0)
})
