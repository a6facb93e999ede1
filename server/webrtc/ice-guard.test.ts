import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { classes } from 'werift'
import { INBOUND_FRAME_SAMPLES, INBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { OpusEncoder } from '../audio/opus-encoder.ts'
import { malformedDatagrams } from '../testing/network/malformed-datagrams.ts'
import { PeerCall } from '../testing/network/peer-call.ts'
import {
  type CheckCredentials,
  connectivityCheck,
  credentialsIn,
  StunStranger,
} from '../testing/network/stun-stranger.ts'
import { UdpLink } from '../testing/network/udp-link.ts'

const ADDRESSES_TAKEN = 32

function packetOfSilence(): Uint8Array {
  const encoder = new OpusEncoder({ sampleRateHz: INBOUND_SAMPLE_RATE_HZ })
  const packet = encoder.encode(new Int16Array(INBOUND_FRAME_SAMPLES)).slice()
  encoder.close()
  return packet
}

/** Each of them lacks something that only the far end knows. */
function forgedCredentials({ username, password }: Required<CheckCredentials>): CheckCredentials[] {
  const [fragment = ''] = username.split(':')
  return [
    { username },
    { username, password: 'a password that is a guess' },
    { username: 'nobody:xyzw', password },
    { username: 'constructor:xyzw', password },
    { username: fragment, password },
    { username: '', password },
  ]
}

describe('a stranger who finds the UDP port of a talk', () => {
  it('gets no answer, no check of a way to there, and changes no role, unless it knows the password', async () => {
    await using call = await PeerCall.open()
    using stranger = await StunStranger.open()
    using friend = await StunStranger.open()
    const credentials = credentialsIn(call.answerSdp)
    for (const port of call.ports) {
      for (const forged of forgedCredentials(credentials)) {
        await stranger.send(connectivityCheck(forged).bytes, port)
        await stranger.send(connectivityCheck(forged, 'ICE-CONTROLLED').bytes, port)
      }
      // Asked later at the same socket, so answered later as well.
      expect(await friend.ask(connectivityCheck(credentials), port)).toBe(classes.RESPONSE)
    }
    await friend.isChecked()
    expect(stranger.received).toEqual([])
    await call.speak(packetOfSilence())
    expect(call.news).toEqual(['connected'])
  })

  it('cannot keep a talk alive whose user has vanished', async () => {
    await using link = await UdpLink.open()
    await using call = await PeerCall.open({ candidateFilter: link })
    using stranger = await StunStranger.open()
    const forged = forgedCredentials(credentialsIn(call.answerSdp)).map(
      (each) => connectivityCheck(each).bytes,
    )
    const noise = [...malformedDatagrams('rtp', 5), ...malformedDatagrams('rtcp', 5), ...forged]
    await call.speak(packetOfSilence())
    link.cut()
    for (let s = 0; s < 15; s++) {
      for (const datagram of noise) {
        for (const port of call.ports) await stranger.send(datagram, port)
        // From where the user was, too.
        link.inject('toServer', datagram)
      }
      await nextTurn()
      await nextTurn()
      call.clock.advance(1_000)
    }
    expect(call.news).toEqual(['connected', 'disconnected', 'failed'])
  })

  it('who does know it is taken from so many addresses and no more, until ICE begins anew', async () => {
    await using call = await PeerCall.open()
    const [port = 0] = call.ports
    using friends = new DisposableStack()
    const answered = async () => {
      let count = 0
      for (let i = 0; i < ADDRESSES_TAKEN + 10; i++) {
        const friend = friends.use(await StunStranger.open())
        await friend.send(connectivityCheck(credentialsIn(call.answerSdp)).bytes, port)
        await nextTurn()
        await nextTurn()
        if (friend.received.length > 0) count++
      }
      return count
    }
    // The user's own end may be at some that it never told.
    const first = await answered()
    expect(first).toBeGreaterThan(ADDRESSES_TAKEN / 2)
    expect(first).toBeLessThanOrEqual(ADDRESSES_TAKEN)
    await call.negotiate({ iceRestart: true })
    await call.speak(packetOfSilence())
    expect(await answered()).toBeGreaterThan(ADDRESSES_TAKEN / 2)
    await call.speak(packetOfSilence())
  })
})

describe('the candidates that a client tells', () => {
  const candidate = (port: number) => ({
    candidate: `candidate:1 1 udp 2130706431 127.0.0.1 ${port} typ host`,
    sdpMid: '0',
    sdpMLineIndex: 0,
  })

  it('are 64 at most, in the offer and after it, until the next offer', async () => {
    await using call = await PeerCall.open()
    const tell = async () => {
      for (let port = 1; port <= 65; port++) await call.peer.addCandidate(candidate(port))
    }
    await expect(tell()).rejects.toMatchObject({ reason: 'badInput' })
    await call.negotiate({ iceRestart: true })
    await call.speak(packetOfSilence())
    const { sdp } = await call.caller.offer()
    const lines = Array.from({ length: 65 }, (_, port) => `a=${candidate(port + 1).candidate}\r\n`)
    await expect(call.peer.answer(sdp + lines.join(''))).rejects.toMatchObject({ reason: 'badOffer' })
  })
})
