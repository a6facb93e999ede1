import { setTimeout as sleep } from 'node:timers/promises'
import type { CallEnd } from '../../client/sdk/call-state.ts'
import type { LiveTalkClient } from '../../client/sdk/live-talk-client.ts'
import { WeriftCallPeer } from '../../client/sdk/node/werift-call-peer.ts'
import { TalkCall } from '../../client/sdk/talk-call.ts'
import { OpusDecoder } from '../../server/audio/opus-decoder.ts'
import { OpusEncoder } from '../../server/audio/opus-encoder.ts'
import { OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import type { ScenarioView } from '../../shared/scenario.ts'
import { CaptionPrinter } from './caption-printer.ts'
import { FileMicrophone } from './file-microphone.ts'
import { HeardSound } from './heard-sound.ts'
import { PartnerWatch } from './partner-watch.ts'

/** How long a partner who speaks first is waited for, and how long their pause is before we speak. */
const OPENING_TIMEOUT_MS = 15_000
const OPENING_PAUSE_MS = 800
/** What is heard right after the last word still belongs to what that word cut short. */
const ANSWER_MARGIN_MS = 300
const ANSWER_TIMEOUT_MS = 20_000
const SILENT_AFTER_ANSWER_MS = 2_000
const POLL_MS = 50

export interface HoldTalkOptions {
  client: LiveTalkClient
  scenario: ScenarioView
  /** What to say: mono, at one of the rates that libopus encodes from. */
  samples: Int16Array
  sampleRateHz: 16_000 | 24_000 | 48_000
  /** Hangs up so long after the talk went live; undefined: when the partner has answered. */
  secondsLive: number | undefined
  /** Hangs up. */
  signal: AbortSignal
  print: (line: string) => void
}

export interface HeldTalk {
  end: CallEnd
  talkId: string | undefined
  /** Whether the partner said something after the file was spoken. */
  answered: boolean
  /** What was heard, at 24 kHz, from the moment the talk went live. */
  heard: Int16Array
  lostPackets: number
  latenciesMs: number[]
}

/** Holds one talk from its start to its hang-up, and gives back what was heard. Everything is released then. */
export async function holdTalk(options: HoldTalkOptions): Promise<HeldTalk> {
  const { client, scenario, samples, sampleRateHz, secondsLive, signal, print } = options
  const encoder = new OpusEncoder({ sampleRateHz })
  const decoder = new OpusDecoder({ sampleRateHz: OUTBOUND_SAMPLE_RATE_HZ })
  const sound = new HeardSound({ decoder, sampleRateHz: OUTBOUND_SAMPLE_RATE_HZ })
  const watch = new PartnerWatch()
  let peer: WeriftCallPeer | undefined
  const call = new TalkCall({
    client,
    createPeer: (events) => {
      peer = new WeriftCallPeer({
        events,
        onPacket: (packet) => {
          const frame = sound.add(packet, call.elapsedMs())
          if (frame) watch.hear(frame, performance.now())
        },
      })
      return peer
    },
  })
  const microphone = new FileMicrophone({
    samples,
    sampleRateHz,
    encoder,
    onPacket: (packet) => peer?.sendPacket(packet),
  })
  const captions = new CaptionPrinter({ userName: 'you', partnerName: scenario.partner.name, print })
  const unsubscribe = call.subscribe(() => captions.show(call.getSnapshot().captions))
  const isOver = () => call.getSnapshot().state === 'ended' || signal.aborted
  let answered = false
  try {
    const done = call.start(scenario.id)
    await until(() => call.getSnapshot().state === 'live' || isOver())
    if (!isOver()) {
      print('live: the talk has begun')
      microphone.start()
      const isTimeUp = () => isOver() || (secondsLive !== undefined && call.elapsedMs() >= secondsLive * 1000)
      if (scenario.opening.by === 'partner') {
        const opened = () => hasFinished(watch, 0, OPENING_PAUSE_MS)
        await until(() => opened() || isTimeUp(), OPENING_TIMEOUT_MS)
      }
      await Promise.race([microphone.speak(), until(isTimeUp)])
      const sinceMs = performance.now() + ANSWER_MARGIN_MS
      const finished = () => (answered ||= hasFinished(watch, sinceMs, SILENT_AFTER_ANSWER_MS))
      if (secondsLive === undefined) await until(() => finished() || isTimeUp(), ANSWER_TIMEOUT_MS)
      else await until(isTimeUp)
      answered ||= hasFinished(watch, sinceMs, 0)
    }
    await call.hangUp()
    await done
  } finally {
    unsubscribe()
    microphone.close()
    await call.close()
    encoder.close()
    decoder.close()
  }
  const snapshot = call.getSnapshot()
  if (snapshot.state !== 'ended') throw new Error(`A closed call is ${snapshot.state}.`)
  return {
    end: snapshot.end,
    talkId: snapshot.talkId,
    answered,
    heard: sound.samples(),
    lostPackets: sound.lost,
    latenciesMs: snapshot.latencies.map(({ ms }) => ms),
  }
}

function hasFinished(watch: PartnerWatch, sinceMs: number, silentForMs: number): boolean {
  return watch.hasFinished({ sinceMs, silentForMs, nowMs: performance.now() })
}

/** Polls, since half of what is waited for is the passing of time itself. */
async function until(holds: () => boolean, timeoutMs = Number.POSITIVE_INFINITY): Promise<void> {
  const deadlineMs = performance.now() + timeoutMs
  while (!holds() && performance.now() < deadlineMs) await sleep(POLL_MS)
}
