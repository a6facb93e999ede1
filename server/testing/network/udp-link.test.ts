import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import {
  INBOUND_FRAME_SAMPLES,
  INBOUND_SAMPLE_RATE_HZ,
  OUTBOUND_SAMPLE_RATE_HZ,
} from '../../../shared/audio-format.ts'
import { levelDbfs } from '../../audio/pcm.ts'
import { FakeClock } from '../fake-clock.ts'
import { FakeLiveServer } from '../fake-live-server.ts'
import { leakedSince, openResources } from '../leak-check.ts'
import { createTestApp, unguardedScenarios } from '../test-app.ts'
import { parseCandidateLine } from './candidate-line.ts'
import { tone, toneShare } from './tone.ts'
import { settingsFor, TwoEndedTalk } from './two-ended-talk.ts'
import { candidatesReplaced, UdpLink } from './udp-link.ts'

function candidate(port: number, { protocol = 'udp', address = '127.0.0.1', type = 'host' } = {}) {
  return {
    candidate: `candidate:1 1 ${protocol} 2113937151 ${address} ${port} typ ${type} ufrag x`,
    sdpMid: '0',
  }
}

async function openSocket() {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return Object.assign(socket, { [Symbol.dispose]: () => void socket.close() })
}

/** A client and a server that speak plain UDP through a link. */
async function openPair(clock = new FakeClock()) {
  const owned = new AsyncDisposableStack()
  const link = owned.use(await UdpLink.open({ clock }))
  const client = owned.use(await openSocket())
  const server = owned.use(await openSocket())
  const clientShown = link.candidateForServer(candidate(client.address().port))
  const serverShown = link.candidateForClient(candidate(server.address().port))
  const portOf = (shown: typeof clientShown) => parseCandidateLine(shown?.candidate ?? '')?.port ?? 0
  const ports = { ofClient: portOf(clientShown), ofServer: portOf(serverShown) }
  const arrived = (socket: Socket) =>
    once(socket, 'message').then(([data, { port }]) => ({ text: String(data), port }))
  return { link, client, server, ports, clock, arrived, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

describe('a UDP link', () => {
  it('carries datagrams both ways, and each end sees the other where it was told it is', async () => {
    await using pair = await openPair()
    const { client, server, ports } = pair
    client.send('hello', ports.ofServer, '127.0.0.1')
    expect(await pair.arrived(server)).toEqual({ text: 'hello', port: ports.ofClient })
    server.send('welcome', ports.ofClient, '127.0.0.1')
    expect(await pair.arrived(client)).toEqual({ text: 'welcome', port: ports.ofServer })
    expect(pair.link.counters('toServer')).toEqual({ forwarded: 1, dropped: 0, delayed: 0, foreign: 0 })
  })

  it('holds a datagram back until it is due', async () => {
    await using pair = await openPair()
    const { client, server, ports, link, clock } = pair
    link.impair('toServer', { delayMs: 50 })
    const arriving = pair.arrived(server)
    client.send('late', ports.ofServer, '127.0.0.1')
    while (clock.pendingTimers === 0) await new Promise((resolve) => setImmediate(resolve))
    clock.advance(49)
    expect(link.counters('toServer')).toMatchObject({ forwarded: 0, delayed: 1 })
    clock.advance(1)
    expect(await arriving).toMatchObject({ text: 'late' })
  })

  it('lets nothing through during a blackout, nor what is under way, and then goes on', async () => {
    await using pair = await openPair()
    const { client, server, ports, link, clock } = pair
    link.impair('toServer', { delayMs: 50 })
    client.send('under way', ports.ofServer, '127.0.0.1')
    while (clock.pendingTimers === 0) await new Promise((resolve) => setImmediate(resolve))
    link.blackout({ afterMs: 20, forMs: 1_000 })
    clock.advance(100)
    client.send('lost', ports.ofServer, '127.0.0.1')
    while (link.counters('toServer').dropped < 2) await new Promise((resolve) => setImmediate(resolve))
    clock.advance(1_000)
    link.impair('toServer', {})
    client.send('there again', ports.ofServer, '127.0.0.1')
    expect(await pair.arrived(server)).toMatchObject({ text: 'there again' })
    expect(link.counters('toServer')).toMatchObject({ forwarded: 1, dropped: 2 })
  })

  it('carries one host candidate of each end over UDP and IPv4, the same again when it is told again', async () => {
    await using link = await UdpLink.open()
    const shown = (...args: Parameters<typeof candidate>) => link.candidateForServer(candidate(...args))
    expect(shown(1, { protocol: 'tcp' })).toBeUndefined()
    expect(shown(1, { type: 'srflx' })).toBeUndefined()
    expect(shown(1, { address: 'fd00::2' })).toBeUndefined()
    expect(shown(1, { address: 'b7e1.local' })).toBeUndefined()
    expect(link.candidateForServer({ candidate: '' })).toBeUndefined()
    const first = shown(4000)
    expect(first).toMatchObject({
      sdpMid: '0',
      candidate: expect.stringMatching(/ 127\.0\.0\.1 \d+ typ host ufrag x$/),
    })
    expect(first?.candidate).not.toContain(' 4000 ')
    expect(shown(5000)).toBeUndefined()
    expect(shown(4000)).toEqual(first)
  })

  it('takes datagrams from the candidate that it carries alone', async () => {
    await using pair = await openPair()
    using stranger = await openSocket()
    stranger.send('let me in', pair.ports.ofServer, '127.0.0.1')
    while (pair.link.counters('toServer').foreign === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(pair.link.counters('toServer')).toMatchObject({ forwarded: 0, foreign: 1 })
  })

  it('carries the candidate that comes first after an ICE restart, and the one before it no more', async () => {
    await using pair = await openPair()
    const { server, ports, link } = pair
    using moved = await openSocket()
    const { candidate: line } = candidate(moved.address().port)
    expect(link.candidateForServer({ candidate: line, usernameFragment: 'y' })).toBeDefined()
    pair.client.send('from before', ports.ofServer, '127.0.0.1')
    moved.send('from now on', ports.ofServer, '127.0.0.1')
    expect(await pair.arrived(server)).toEqual({ text: 'from now on', port: ports.ofClient })
    expect(link.counters('toServer')).toMatchObject({ forwarded: 1, foreign: 1 })
  })

  it('stands in a description in the place of the candidates there, and changes nothing else', async () => {
    await using link = await UdpLink.open()
    const sdpWith = (...lines: string[]) =>
      ['v=0', 'a=ice-ufrag:x', ...lines, 'a=end-of-candidates', 'a=mid:0', ''].join('\r\n')
    const sdp = sdpWith(`a=${candidate(4000).candidate}`, `a=${candidate(5000).candidate}`)
    const shown = link.candidateForServer({ ...candidate(4000), usernameFragment: 'x' })
    expect(candidatesReplaced(sdp, (each) => link.candidateForServer(each))).toBe(
      sdpWith(`a=${shown?.candidate}`),
    )
  })

  it('leaves no socket and no timer, though it is closed twice with datagrams under way', async () => {
    const before = openResources()
    {
      await using link = await UdpLink.open()
      using client = await openSocket()
      const port = parseCandidateLine(link.candidateForClient(candidate(9))?.candidate ?? '')?.port ?? 0
      link.candidateForServer(candidate(client.address().port))
      link.impair('toServer', { delayMs: 60_000 })
      client.send('for ever', port, '127.0.0.1')
      while (link.counters('toServer').delayed === 0) await new Promise((resolve) => setImmediate(resolve))
      await link[Symbol.asyncDispose]()
    }
    expect(await leakedSince(before)).toEqual({})
  })
})

describe('a talk over a UDP link', () => {
  const userTone = (index: number) =>
    tone(440, {
      sampleRateHz: INBOUND_SAMPLE_RATE_HZ,
      samples: INBOUND_FRAME_SAMPLES,
      from: index * INBOUND_FRAME_SAMPLES,
    })
  const partnerTone = tone(1_000, {
    sampleRateHz: OUTBOUND_SAMPLE_RATE_HZ,
    samples: 30 * OUTBOUND_SAMPLE_RATE_HZ,
  })

  it('is heard at both ends, has no other way than the link, and is silent both ways while that is cut', async () => {
    await using service = await FakeLiveServer.listen()
    await using app = await createTestApp({ env: settingsFor(service), scenarios: unguardedScenarios })
    await using link = await UdpLink.open()
    await using talk = await TwoEndedTalk.open({ url: app.url, service, caller: { candidateFilter: link } })
    using _microphone = talk.startMicrophone(userTone)
    talk.say(partnerTone)
    expect(toneShare(await talk.hears(400), 440, INBOUND_SAMPLE_RATE_HZ)).toBeGreaterThan(0.5)
    expect(toneShare(await talk.receives(400), 1_000, INBOUND_SAMPLE_RATE_HZ)).toBeGreaterThan(0.5)

    link.cut()
    const { heard, caller } = talk
    // Packets go on being sent at both ends, and are all lost; what is lost of the user's voice fades to silence.
    const lost = () => Math.min(link.counters('toServer').dropped, link.counters('toClient').dropped)
    const haveLost = async (packets: number) => {
      while (lost() < packets) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    // What was past the link by then has arrived.
    await haveLost(25)
    const before = { heard: heard.length, received: caller.received.length }
    await haveLost(75)
    expect(caller.received.length).toBe(before.received)
    const late = heard.slice(before.heard).filter(({ atMs }) => atMs > performance.now() - 500)
    for (const { pcm } of late) expect(levelDbfs(pcm)).toBeLessThan(-60)

    link.restore()
    expect(toneShare(await talk.hears(400), 440, INBOUND_SAMPLE_RATE_HZ)).toBeGreaterThan(0.5)
    await talk.receives(400)
  })

  it('goes on through loss, jitter, reordering and doubles', async () => {
    await using service = await FakeLiveServer.listen()
    await using app = await createTestApp({ env: settingsFor(service), scenarios: unguardedScenarios })
    await using link = await UdpLink.open({ seed: 3 })
    await using talk = await TwoEndedTalk.open({ url: app.url, service, caller: { candidateFilter: link } })
    for (const direction of ['toServer', 'toClient'] as const) {
      link.impair(direction, { lossRate: 0.1, jitterMs: 40, reorderRate: 0.05, duplicateRate: 0.05 })
    }
    using _microphone = talk.startMicrophone(userTone)
    talk.say(partnerTone)
    expect(toneShare(await talk.hears(1_000), 440, INBOUND_SAMPLE_RATE_HZ)).toBeGreaterThan(0.5)
    expect(toneShare(await talk.receives(1_000), 1_000, INBOUND_SAMPLE_RATE_HZ)).toBeGreaterThan(0.5)
    expect(link.counters('toServer').dropped).toBeGreaterThan(0)
    expect(link.counters('toClient').dropped).toBeGreaterThan(0)
  })
})
