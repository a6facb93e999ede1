import type { IceServer } from '../../../shared/ice.ts'
import type { TalkEvent } from '../../../shared/talk-event.ts'
import type { Turn } from '../../../shared/turn.ts'
import type { TalkApi, TalkEventObserver } from '../talk-api.ts'

/** A server that says what the test says, and keeps what it was asked. */
export class FakeTalkApi implements TalkApi {
  readonly #log: string[]
  #observer: TalkEventObserver | undefined
  #nextId = 1
  /** Subscriptions that nobody has ended. */
  subscriptions = 0
  iceServersReply: Promise<readonly IceServer[]> = Promise.resolve([])
  iceTransportPolicy: 'all' | 'relay' = 'all'
  /** Of the running talk, so far. */
  turns: Turn[] = []
  /** What every mutation answers. */
  reply: Promise<unknown> = Promise.resolve(undefined)
  /** What an offer for the running talk is answered with. */
  restartReply: Promise<{ type: 'answer'; sdp: string }> = Promise.resolve({
    type: 'answer',
    sdp: 'answer again',
  })

  constructor(log: string[]) {
    this.#log = log
  }

  readonly server: TalkApi['server'] = {
    info: { query: async () => ({ iceTransportPolicy: this.iceTransportPolicy }) },
    iceServers: {
      query: () => {
        this.#log.push('server.iceServers')
        return this.iceServersReply
      },
    },
  }

  readonly talk: TalkApi['talk'] = {
    connect: {
      subscribe: ({ scenarioId, offer, lastEventId }, observer) => {
        this.#log.push(`talk.connect ${scenarioId} ${lastEventId ?? offer?.sdp}`)
        this.#observer = observer
        this.subscriptions++
        let open = true
        return {
          unsubscribe: () => {
            if (open) this.subscriptions--
            open = false
          },
        }
      },
    },
    candidate: {
      mutate: ({ talkId, candidate }) =>
        this.#mutate(`talk.candidate ${talkId} ${candidate?.candidate ?? 'end'}`),
    },
    restart: {
      mutate: ({ talkId, offer }) => {
        this.#log.push(`talk.restart ${talkId} ${offer.sdp}`)
        return this.restartReply
      },
    },
    say: { mutate: ({ talkId, text }) => this.#mutate(`talk.say ${talkId} ${text}`) },
    get: { query: async () => ({ turns: this.turns }) },
    end: { mutate: ({ talkId }) => this.#mutate(`talk.end ${talkId}`) },
  }

  async mediaSocketUrl(target: { talkId: string } | { scenarioId: string }): Promise<string> {
    return 'talkId' in target ? `talk=${target.talkId}` : `scenario=${target.scenarioId}`
  }

  endTalkNow(talkId: string): void {
    this.#log.push(`endTalkNow ${talkId}`)
  }

  leaveTalkNow(talkId: string): void {
    this.#log.push(`leaveTalkNow ${talkId}`)
  }

  /** The newest subscription's observer: a test that keeps it can speak as a subscription long replaced. */
  get observer(): TalkEventObserver {
    if (!this.#observer) throw new Error('Nobody has subscribed.')
    return this.#observer
  }

  /** The newest subscription is taken. */
  starts(): void {
    this.observer.onStarted()
  }

  sends(event: TalkEvent): void {
    this.observer.onData({ id: String(this.#nextId++), data: event })
  }

  #mutate(line: string): Promise<unknown> {
    this.#log.push(line)
    return this.reply
  }
}
