import { once } from 'node:events'
import { pino } from 'pino'
import { expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { openResources } from '../testing/leak-check.ts'
import { PartnerServer } from './partner-server.ts'
import { FakeEars } from './testing/fake-ears.ts'
import { FakeMinds } from './testing/fake-mind.ts'

const LIVE = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=built-in'

const text = (line: string) => ({ realtimeInput: { text: line } })
const voice = {
  realtimeInput: {
    audio: {
      mimeType: 'audio/pcm;rate=16000',
      data: Buffer.from(new Int16Array(300 * 16).fill(8_000).buffer).toString('base64'),
    },
  },
}
/** A whole talk; each connection gets some way into it. */
const frames = [
  { setup: { model: 'models/gemini-3.8-live', sessionResumption: {} } },
  text('hi'),
  voice,
  text('again'),
  { realtimeInput: { audioStreamEnd: true } },
]

it('keeps no timer, socket or ear of 200 connections that were cut at random moments', async () => {
  const minds = new FakeMinds()
  const ears = new FakeEars()
  await using server = await PartnerServer.listen({ log: pino({ level: 'silent' }), minds, ears })
  const before = await openResources()
  // The same moments at every run.
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const talk = async () => {
    const socket = new WebSocket(server.baseUrl.replace('http', 'ws') + LIVE)
    socket.on('error', () => {})
    const closed = new Promise((resolve) => socket.on('close', resolve))
    const cut = () => (random(2) === 0 ? socket.terminate() : socket.close())
    if (random(8) === 0) cut()
    else {
      await once(socket, 'open')
      for (const frame of frames.slice(0, random(frames.length + 1))) socket.send(JSON.stringify(frame))
      setTimeout(cut, random(60))
    }
    await closed
  }
  for (let round = 0; round < 4; round++) await Promise.all(Array.from({ length: 50 }, talk))

  await vi.waitUntil(() => server.connectionCount === 0, { timeout: 3_000 })
  expect(ears.openCount).toBe(0)
  expect(minds.minds.length).toBeGreaterThan(50)
  // Fewer is fine: what the test runner had open for a moment.
  for (const [kind, count] of Object.entries(await openResources())) {
    expect([kind, count]).toEqual([kind, Math.min(count, before[kind] ?? 0)])
  }
})
