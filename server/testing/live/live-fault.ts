import type { Clock } from '../../clock.ts'
import type { ServerMessage } from '../../partner/server-message.ts'

/** A frame of the service's: what it can say, and what a fault adds to it. */
export type ServiceFrame = ServerMessage & Record<string, unknown>

/** A frame of the client's: one key. */
export type ClientFrame = Record<string, unknown>

/** One connection of a service with faults, as a fault sees it. */
export interface LiveWire {
  readonly clock: Clock
  /** To the client at once, past every other fault; a string goes as it is. */
  send(frame: ServiceFrame | string, options?: { asText: boolean }): void
  /** Like the clock's, but ends with the connection. */
  after(delayMs: number, run: () => void): void
  /** With a close frame; its reason is cut to what that can carry. */
  close(code: number, reason: string): void
  /** Without one: the client sees 1006. */
  cut(): void
  /** From now on the fault can be noticed. */
  struck(): void
}

/** What a fault does to the frames of one connection. What it leaves out passes as it is. */
export interface WireFilter {
  /** What goes out in the place of a frame of the service's. */
  out?(frame: ServiceFrame): readonly ServiceFrame[]
  /** False: the service never gets this frame of the client's. */
  in?(frame: ClientFrame): boolean
}

/** Something that goes wrong on one connection. */
export type LiveFault = (wire: LiveWire) => WireFilter
