import type { EndReason } from '../../../shared/error-reason.ts'
import type { TalkEvent } from '../../../shared/talk-event.ts'

/** What to say of an ending that no notice has explained; what is missing here is no trouble. */
const words: Partial<Record<EndReason, string>> = {
  partnerUnavailable: 'The partner could not be reached. Please try again.',
  partnerRefused: 'The AI service refuses this server. Whoever runs it has to look at its settings.',
  partnerLost: 'The connection to the partner broke and did not come back.',
  timeLimit: 'This is the longest talk that this server allows.',
  serverStopping: 'The server is about to stop. Try again in a minute.',
  internalError: 'Something went wrong here. Please try again.',
}

export interface EndingErrorFrame {
  type: 'error'
  code: EndReason
  message: string
}

/** For clients that know no talk events: what went wrong when their talk ended by itself. */
export class EndingError {
  #notice: { code: string; message: string } | undefined

  /** @returns the frame to be sent, with the talk's last event */
  of(event: TalkEvent): EndingErrorFrame | undefined {
    if (event.type === 'notice') this.#notice = event
    if (event.type !== 'state' || event.state !== 'ended' || event.reason === undefined) return undefined
    const { reason } = event
    const told = this.#notice?.code === reason ? this.#notice.message : undefined
    const message = told ?? words[reason]
    return message === undefined ? undefined : { type: 'error', code: reason, message }
  }
}
