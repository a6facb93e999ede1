import type { Logger } from 'pino'
import type { PlayoutClock } from '../audio/playout-clock.ts'
import type { SpeechDetectors } from '../audio/speech-detector.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { LiveModel } from '../live/live-model.ts'
import type { RecordingShelf } from '../recording/recording-shelf.ts'
import { LocalTalkHost } from '../talk/local-talk-host.ts'
import type { NegotiatedMediaPeerEvents } from '../talk/media-peer.ts'
import type { TalkHost } from '../talk/talk-host.ts'
import { TalkSession } from '../talk/talk-session.ts'
import { iceServersFor } from '../webrtc/ice-servers.ts'
import { WebRtcPeer } from '../webrtc/webrtc-peer.ts'

// Shorter than any model waits, so that the end of the user's speech is known when the answer begins.
const SPEECH_END_MS = 400

export interface TalkHostParts {
  config: Pick<Config, 'ice' | 'limits'>
  liveModel: LiveModel
  playoutClock: PlayoutClock
  detectors: SpeechDetectors
  shelf: RecordingShelf
  clock: Clock
  log: Logger
}

/** Talks in this thread, over WebRTC by werift or over sockets. */
export function createTalkHost({
  config,
  liveModel,
  playoutClock,
  detectors,
  shelf,
  clock,
  log,
}: TalkHostParts): TalkHost {
  const createPeer = (talkId: string, talkLog: Logger) => (events: NegotiatedMediaPeerEvents) =>
    new WebRtcPeer({
      ice: config.ice,
      iceServers: iceServersFor(config.ice, talkId, clock.date()),
      events,
      playoutClock,
      clock,
      log: talkLog,
    })
  return new LocalTalkHost({
    createSession({ talkId, scenario }, onEvent) {
      const talkLog = log.child({ talkId })
      return new TalkSession({
        talkId,
        scenario,
        liveModel,
        playoutClock,
        clock,
        onEvent,
        log: talkLog,
        speechDetector: detectors.open({ endMs: SPEECH_END_MS }),
        maxTalkMs: config.limits.maxTalkMs,
        createPeer: createPeer(talkId, talkLog),
        createRecorder: (options) => shelf.record({ talkId, ...options }),
      })
    },
  })
}
