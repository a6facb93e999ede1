import type { TalkEvent } from '../../../shared/talk-event.ts'
import type { Stretch } from './talking-user.ts'

type Transcript = Extract<TalkEvent, { type: 'transcript' }>

/** What a user was told and heard in a talk, and when, by the clock of the talk. */
export class TalkStory {
  readonly notices: string[] = []
  readonly states: { state: string; atMs: number }[] = []
  /** By turn, in the order in which they began: the last that was told of each. */
  readonly turns = new Map<string, Transcript>()
  /** Each time that the partner fell silent after having been heard. */
  readonly partnerFinishedAtMs: number[] = []
  readonly sounds: Stretch[] = []
  readonly spokeUntilMs: number[] = []
  /** When a notice came or the talk said that it reconnects. */
  readonly toldAtMs: number[] = []

  add(event: TalkEvent, atMs: number): void {
    switch (event.type) {
      case 'notice':
        this.notices.push(event.code)
        this.toldAtMs.push(atMs)
        break
      case 'state':
        this.states.push({ state: event.state, atMs })
        if (event.state === 'reconnecting') this.toldAtMs.push(atMs)
        break
      case 'transcript':
        this.turns.set(event.turnId, event)
        break
      case 'speaking':
        if (event.role === 'partner' && !event.active) this.partnerFinishedAtMs.push(atMs)
    }
  }

  /** The words of a role's turns that were told as final. */
  finalTexts(role: Transcript['role']): string[] {
    return [...this.turns.values()].filter((turn) => turn.role === role && turn.final).map(({ text }) => text)
  }
}
