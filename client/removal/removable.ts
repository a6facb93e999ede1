import type { LiveTalkClient } from '../sdk/live-talk-client.ts'

/** A kind of thing that can be removed, and undone for a while. */
export interface Removable {
  remove: (client: LiveTalkClient, id: string) => Promise<unknown>
  /** The same as a plain request, for a page that goes away. */
  procedure: string
  inputOf: (id: string) => object
  /** What was asked of the server about one, and what else knows of it. */
  answer: string
  answersChanged: readonly string[]
}

export const removableTalk: Removable = {
  remove: (client, talkId) => client.talk.remove.mutate({ talkId }),
  procedure: 'talk.remove',
  inputOf: (talkId) => ({ talkId }),
  answer: 'talk.get',
  answersChanged: ['talk.list', 'feedback.trend'],
}

export const removableScenario: Removable = {
  remove: (client, scenarioId) => client.scenario.remove.mutate({ scenarioId }),
  procedure: 'scenario.remove',
  inputOf: (scenarioId) => ({ scenarioId }),
  answer: 'scenario.get',
  answersChanged: ['scenario.list'],
}
