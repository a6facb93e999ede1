import { liveTalkV1Message, MAX_PCM_BYTES } from '../../../shared/realtime-protocol.ts'
import type { TalkEvent } from '../../../shared/talk-event.ts'
import { TalkError } from '../../errors.ts'
import { parsed } from '../parsed.ts'
import { parseJsonFrame } from './json-frame.ts'
import type { SocketLine, Way } from './way.ts'

// A second of the partner's voice, which comes in real time: older sound is of no use to anyone.
const MAX_WAITING_BYTES = 48_000

/**
 * The subprotocol `live-talk.v1`: binary frames are sound (16 kHz mono s16le in, 24 kHz out, at the pace of speech),
 * text frames JSON: `say` and `end` in, talk events out.
 */
export class LiveTalkV1 implements Way {
  readonly hears = 'sound'
  /** The page comes back by another socket, or by WebRTC. */
  readonly leavingHangsUp = false
  readonly #line: SocketLine

  constructor(line: SocketLine) {
    this.#line = line
  }

  staged<T>(scenario: T): T {
    return scenario
  }

  take(bytes: Uint8Array, isBinary: boolean): void {
    if (isBinary) this.#hear(bytes)
    else this.#obey(bytes)
  }

  opened(talkId: string): void {
    this.#line.outlet.send({ type: 'talk', talkId })
  }

  tell(event: TalkEvent): void {
    if (event.type !== 'answer' && event.type !== 'candidate') this.#line.outlet.send(event)
  }

  carry(message: unknown): void {
    if (message instanceof Uint8Array) this.#line.outlet.sendSound(message, MAX_WAITING_BYTES)
  }

  close(): void {}

  #hear(bytes: Uint8Array): void {
    if (bytes.byteLength > MAX_PCM_BYTES) {
      throw new TalkError('tooLarge', 'A second of sound at most in one frame.')
    }
    // Taken as part of a stream it would turn all that follows into noise.
    if (bytes.byteLength % 2 !== 0) {
      throw new TalkError('badInput', 'A frame of sound holds whole samples of two bytes.')
    }
    this.#line.speak(new Uint8Array(bytes))
  }

  #obey(bytes: Uint8Array): void {
    const message = parsed(liveTalkV1Message, parseJsonFrame(bytes))
    if (message.type === 'say') this.#line.say(message.text)
    else this.#line.hangUp()
  }
}
