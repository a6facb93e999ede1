import { MessagePort } from 'node:worker_threads'
import type { MediaStats } from '../../shared/media-stats.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { TalkError } from '../errors.ts'
import type { TalkCommand, TalkHost, TalkReply, TalkStart } from './talk-host.ts'
import type { TalkSession } from './talk-session.ts'

/**
 * Runs talks in this thread. Everything that passes is copied as it would be on its way to another thread, so
 * that nothing can come to be shared unnoticed.
 */
export class LocalTalkHost implements TalkHost {
  readonly #createSession: (start: TalkStart, onEvent: (event: TalkEvent) => void) => TalkSession
  readonly #sessions = new Map<string, TalkSession>()
  /** Ended, but not yet rid of all they held. */
  readonly #closing = new Set<Promise<void>>()
  #stopped = false

  constructor(options: {
    createSession: (start: TalkStart, onEvent: (event: TalkEvent) => void) => TalkSession
  }) {
    this.#createSession = options.createSession
  }

  async start(given: TalkStart, onEvent: (event: TalkEvent) => void): Promise<TalkReply> {
    const start = moved(given, given.media)
    const { talkId } = start
    const session = this.#createSession(start, (event) => {
      if (event.type === 'state' && event.state === 'ended') this.#ended(talkId, session)
      onEvent(structuredClone(event))
    })
    this.#sessions.set(talkId, session)
    return reply(async () => {
      try {
        if (this.#stopped) throw new TalkError('serverStopping', 'The server is stopping.')
        await session.start(start.media)
      } catch (error) {
        this.#sessions.delete(talkId)
        if (start.media.type === 'socket') start.media.port.close()
        await session.end('internalError')
        throw error
      }
    })
  }

  async send(talkId: string, command: TalkCommand): Promise<TalkReply> {
    const session = this.#sessions.get(talkId)
    if (!session) return refusal(new TalkError('talkEnded', 'This talk has ended.'))
    return reply(() => carryOut(session, moved(command, command)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    await Promise.all([...this.#sessions.values()].map((session) => session.end('serverStopping')))
    await Promise.all(this.#closing)
  }

  #ended(talkId: string, session: TalkSession): void {
    this.#sessions.delete(talkId)
    const closed = session.end('hungUp').catch(() => undefined) // whoever ended it hears of its failure
    this.#closing.add(closed)
    void closed.then(() => this.#closing.delete(closed))
  }
}

/** As it would arrive in another thread: copied, and its port, if it has one, handed over. */
function moved<T>(value: T, holder: object): T {
  const port = 'port' in holder && holder.port instanceof MessagePort ? [holder.port] : []
  return structuredClone(value, { transfer: port })
}

async function carryOut(
  session: TalkSession,
  command: TalkCommand,
): Promise<{ answerSdp?: string; media?: MediaStats }> {
  switch (command.type) {
    case 'candidate':
      await session.addCandidate(command.candidate)
      break
    case 'say':
      session.say(command.text)
      break
    case 'end':
      await session.end(command.reason)
      break
    case 'restart':
      return { answerSdp: await session.restart(command.offerSdp) }
    case 'attach':
      session.attach(command.port)
      break
    case 'stats':
      return { media: session.stats() }
    case 'leave':
      session.leave()
      break
    case 'presence':
      session.setWatching(command.watched)
      break
  }
  return {}
}

async function reply(run: () => Promise<object | undefined>): Promise<TalkReply> {
  try {
    return { ok: true, ...(await run()) }
  } catch (error) {
    if (error instanceof TalkError) return refusal(error)
    throw error
  }
}

function refusal({ reason, message, retryAfterMs }: TalkError): TalkReply {
  return { ok: false, reason, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}
