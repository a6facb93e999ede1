import type { Scenario } from '../../../shared/scenario.ts'
import type { TalkEvent } from '../../../shared/talk-event.ts'
import type { SocketHears } from '../../talk/talk-host.ts'
import type { SocketOutlet } from './socket-outlet.ts'

/** One way of speaking over `/ws/realtime`: what a client's frames mean, and what it is told of its talk. */
export interface Way {
  /** What the talk sends of the partner beside its events. */
  readonly hears: SocketHears
  /** Whether a client that closes its socket hangs up by that; else it may come back. */
  readonly leavingHangsUp: boolean
  /** The scenario as it is to be played for such a client. */
  staged(scenario: Scenario): Scenario
  /** A frame of the client's. @throws TalkError: the client is told, and keeps its socket */
  take(bytes: Uint8Array, isBinary: boolean): void
  opened(talkId: string): void
  tell(event: TalkEvent): void
  /** What the talk sends of the partner, as `hears` says. */
  carry(message: unknown): void
  /** The socket is gone. Called once. */
  close(): void
}

/** What a way can do with its talk. */
export interface SocketLine {
  readonly outlet: SocketOutlet
  /** The user's voice: 16 kHz mono s16le, of any length, in a buffer of its own. Too much of it is left out. */
  speak(pcm: Uint8Array): void
  /** A typed line, as soon as the partner is there. */
  say(text: string): void
  hangUp(): void
}

export type CreateWay = (line: SocketLine) => Way
