import {
  FRAME_MS,
  INBOUND_FRAME_SAMPLES,
  INBOUND_SAMPLE_RATE_HZ,
  OUTBOUND_SAMPLE_RATE_HZ,
} from '../../../shared/audio-format.ts'
import { pcmFromBytes } from '../../audio/pcm.ts'
import type { RealtimeClient } from '../realtime-client.ts'
import { tone, toneShare } from './tone.ts'
import type { TwoEndedTalk } from './two-ended-talk.ts'

const USER_HZ = 440
const PARTNER_HZ = 1_000
const SOUND_MS = 400
/** What passes for the tone itself, and for nothing else. */
const CLEAR_SHARE = 0.9

/**
 * Lets the user and then the partner speak, each in a tone of its own, and resolves when each was heard by the other
 * over the socket that holds the media; until then it waits. One after the other: who speaks into the partner's words
 * is taken for interrupting them.
 */
export async function soundPassesOver(client: RealtimeClient, talk: TwoEndedTalk): Promise<void> {
  await partnerHears(client, talk)
  await userHears(client, talk)
}

async function userHears(client: RealtimeClient, talk: TwoEndedTalk): Promise<void> {
  const samples = (SOUND_MS / 1000) * OUTBOUND_SAMPLE_RATE_HZ
  const share = () => {
    const newest = Buffer.concat(client.voice).subarray(-2 * samples)
    return toneShare(pcmFromBytes(newest), PARTNER_HZ, OUTBOUND_SAMPLE_RATE_HZ)
  }
  const from = client.voice.reduce((sum, { length }) => sum + length, 0)
  talk.say(tone(PARTNER_HZ, { sampleRateHz: OUTBOUND_SAMPLE_RATE_HZ, samples: 2 * samples }))
  await client.heard(from + 2 * samples)
  while (share() < CLEAR_SHARE) await client.change()
}

async function partnerHears(client: RealtimeClient, talk: TwoEndedTalk): Promise<void> {
  let index = 0
  const microphone = setInterval(() => {
    const from = index++ * INBOUND_FRAME_SAMPLES
    const frame = { sampleRateHz: INBOUND_SAMPLE_RATE_HZ, samples: INBOUND_FRAME_SAMPLES, from }
    client.sendSound(tone(USER_HZ, frame))
  }, FRAME_MS)
  using _off = { [Symbol.dispose]: () => clearInterval(microphone) }
  // What the user sent too much of before has to be made up for first.
  while (toneShare(await talk.hears(SOUND_MS), USER_HZ, INBOUND_SAMPLE_RATE_HZ) < CLEAR_SHARE);
}
