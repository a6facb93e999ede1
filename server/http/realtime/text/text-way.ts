import type { Scenario } from '../../../../shared/scenario.ts'
import type { TalkEvent } from '../../../../shared/talk-event.ts'
import { EndingError } from '../ending-error.ts'
import type { SocketLine, Way } from '../way.ts'
import { ReplyStream } from './reply-stream.ts'
import { readTextFrame } from './text-frame.ts'

/**
 * The way of the Flask service's README: `{"text":"..."}` in; the partner's words out, a `chunk` as they come and one
 * `complete` a turn. A line that comes while the partner still answers interrupts them.
 */
export class TextWay implements Way {
  readonly hears = 'nothing'
  readonly leavingHangsUp = true
  readonly #line: SocketLine
  readonly #reply = new ReplyStream()
  readonly #ending = new EndingError()

  constructor(line: SocketLine) {
    this.#line = line
  }

  /** Its client speaks first, and takes whatever comes for the answer to that. */
  staged(scenario: Scenario): Scenario {
    return { ...scenario, opening: { ...scenario.opening, by: 'user' } }
  }

  take(bytes: Uint8Array): void {
    this.#line.say(readTextFrame(bytes))
  }

  opened(): void {}

  tell(event: TalkEvent): void {
    if (event.type === 'transcript')
      for (const frame of this.#reply.take(event)) this.#line.outlet.send(frame)
    const error = this.#ending.of(event)
    if (error) this.#line.outlet.send(error)
  }

  carry(): void {}

  close(): void {}
}
