import type { Scenario } from '../../../../shared/scenario.ts'
import type { TalkEvent } from '../../../../shared/talk-event.ts'
import { TalkError } from '../../../errors.ts'
import type { ModelEvent } from '../../../talk/media-peer.ts'
import { EndingError } from '../ending-error.ts'
import type { SocketLine, Way } from '../way.ts'
import { type ClientInput, readClientFrame } from './client-frame.ts'
import { ClientMicrophone, type OpenResampler } from './client-microphone.ts'
import { serverFrames } from './server-frames.ts'

// The model speaks faster than real time, and what is not yet played is the client's to keep: a minute, in base64.
const MAX_WAITING_BYTES = 4_194_304
/** RFC 6455: the policy of the server is against it. */
const REFUSED = 1008

/**
 * The way of the Flask service's page: frames of the Live API both ways. What the model says goes out as it comes;
 * the client plays it by its own clock. The setup, the tools and the connection to the model are the server's affair.
 */
export class LiveFramesWay implements Way {
  readonly hears = 'model'
  readonly leavingHangsUp = true
  readonly #line: SocketLine
  readonly #microphone: ClientMicrophone
  readonly #ending = new EndingError()
  #isSetUp = false
  /** Of a typed line that is not complete. */
  #typed: string[] = []

  constructor({ line, openResampler }: { line: SocketLine; openResampler: OpenResampler }) {
    this.#line = line
    this.#microphone = new ClientMicrophone(openResampler)
  }

  /** We cannot know what such a client has played, so the model alone finds out who interrupts whom. */
  staged(scenario: Scenario): Scenario {
    return { ...scenario, bargeIn: 'open' }
  }

  take(bytes: Uint8Array): void {
    for (const input of readClientFrame(bytes)) this.#obey(input)
  }

  opened(): void {}

  tell(event: TalkEvent): void {
    const { outlet } = this.#line
    if (event.type === 'state' && event.state === 'live' && !this.#isSetUp) {
      this.#isSetUp = true
      outlet.send({ setupComplete: {} })
    }
    const error = this.#ending.of(event)
    if (error) outlet.send(error)
  }

  carry(message: unknown): void {
    // The other end of the port is a `SocketPeer` that was told to send these.
    for (const { isSound, frame } of serverFrames(message as readonly ModelEvent[])) {
      if (isSound) this.#line.outlet.sendSound(JSON.stringify(frame), MAX_WAITING_BYTES)
      else this.#line.outlet.send(frame)
    }
  }

  close(): void {
    this.#microphone.close()
  }

  #obey(input: ClientInput): void {
    switch (input.type) {
      case 'audio': {
        const pcm = this.#microphone.hear(input.bytes, input.sampleRateHz)
        if (pcm.byteLength > 0) this.#line.speak(pcm)
        break
      }
      // The talk finds out by itself that a microphone has paused.
      case 'audioStreamEnd':
        break
      case 'text':
        this.#type(input)
        break
      case 'setup': {
        const message = 'The server sends the setup: persona, model and voice are its own. Send none.'
        this.#line.outlet.refuse(new TalkError('notAllowed', message))
        this.#line.outlet.close(REFUSED, 'the setup is the server’s own')
        break
      }
    }
  }

  #type({ text, complete }: Extract<ClientInput, { type: 'text' }>): void {
    if (text !== '') this.#typed.push(text)
    if (!complete) return
    const line = this.#typed.join('\n').trim()
    this.#typed = []
    if (line === '') throw new TalkError('badInput', 'There are no words of the user’s in it.')
    this.#line.say(line)
  }
}
