import { LIVE_TALK_V1 } from '../../../shared/realtime-protocol.ts'
import { TalkError } from '../../errors.ts'
import { readProtoJson } from '../../live/proto-json.ts'
import type { OpenResampler } from './live-frames/client-microphone.ts'
import { LiveFramesWay } from './live-frames/live-frames-way.ts'
import { LiveTalkV1 } from './live-talk-v1.ts'
import { TextWay } from './text/text-way.ts'
import type { CreateWay } from './way.ts'

/** The subprotocols that a client may ask for; the first that we speak is taken. */
export function chooseSubprotocol(offered: Set<string>): string | false {
  return offered.has(LIVE_TALK_V1) ? LIVE_TALK_V1 : false
}

/** What a frame of the Live API is about: exactly one of these. */
const LIVE_FRAME_KEYS = ['setup', 'realtimeInput', 'clientContent', 'toolResponse']

/**
 * Which way a client speaks: the subprotocol says so, or else its first frame.
 * @throws TalkError badInput when a frame belongs to none
 */
export function wayChooser({
  subprotocol,
  openResampler,
}: {
  subprotocol: string
  openResampler: OpenResampler
}): (frame: Uint8Array | undefined) => CreateWay | undefined {
  if (subprotocol === LIVE_TALK_V1) return () => (line) => new LiveTalkV1(line)
  return (frame) => {
    if (!frame) return undefined
    const json = readProtoJson(frame)
    const keys = json.ok ? Object.keys(json.value as object) : [] // a message is an object
    if (keys.includes('text')) return (line) => new TextWay(line)
    if (keys.some((key) => LIVE_FRAME_KEYS.includes(key))) {
      return (line) => new LiveFramesWay({ line, openResampler })
    }
    throw new TalkError(
      'badInput',
      'A talk begins with {"text":"..."} or a frame of the Live API, or has the subprotocol live-talk.v1.',
    )
  }
}
