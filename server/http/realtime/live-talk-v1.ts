import { MessageChannel } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { RawData, WebSocket } from 'ws'
import { prettifyError } from 'zod'
import type { ErrorReason } from '../../../shared/error-reason.ts'
import { liveTalkV1Message, MAX_PCM_BYTES } from '../../../shared/realtime-protocol.ts'
import type { TalkEvent } from '../../../shared/talk-event.ts'
import type { Clock } from '../../clock.ts'
import { TalkError } from '../../errors.ts'
import type { ScenarioCatalogue } from '../../scenarios/scenario-catalogue.ts'
import type { Caller } from '../../talk/caller.ts'
import type { RunningTalk } from '../../talk/running-talk.ts'
import type { TalkRegistry } from '../../talk/talk-registry.ts'
import { InboundBudget } from './inbound-budget.ts'
import { keepAlive } from './keep-alive.ts'

/** What the socket's URL asks for: a new talk, or the media of one that runs. */
export type RealtimeTarget = { scenarioId: string } | { talkId: string }

export interface LiveTalkV1Options {
  socket: WebSocket
  caller: Caller
  target: RealtimeTarget
  registry: TalkRegistry
  scenarios: ScenarioCatalogue
  clock: Clock
  log: Logger
}

// A second of the partner's voice. A client that is further behind than that hears the newest, not the oldest.
const MAX_UNSENT_BYTES = 48_000
/** RFC 6455: the policy of the server is against it; the error frame before it says why. */
const REFUSED = 1008

/**
 * One socket that speaks `live-talk.v1`, from its opening to its end: it is the user's end of a talk like a
 * WebRTC peer is, and reads the talk's events. Never rejects.
 */
export async function serveLiveTalkV1(options: LiveTalkV1Options): Promise<void> {
  const { socket, clock, log } = options
  const { port1: ours, port2: theirs } = new MessageChannel()
  const gone = new AbortController()
  const { promise: opened, resolve: open } = Promise.withResolvers<RunningTalk>()
  keepAlive(socket, clock)
  socket.once('close', () => {
    gone.abort()
    ours.close()
  })
  carryPartner(ours, options)
  // Another way took over, or the talk is over; in the latter case its last events are still to be sent.
  ours.once('close', () => opened.then((talk) => talk.ended || socket.close(1000, 'the media moved on')))
  listen(options, ours, opened)
  try {
    const talk = await openTalk(options, theirs)
    open(talk.running)
    send(socket, { type: 'talk', talkId: talk.running.record.id })
    for await (const { event } of talk.running.read(talk.afterNumber, gone.signal)) {
      if (event.type !== 'answer' && event.type !== 'candidate') send(socket, event)
    }
    socket.close(1000, 'the talk has ended')
  } catch (error) {
    refuse(socket, error, log)
    theirs.close()
    socket.close(REFUSED)
  }
}

async function openTalk(
  { target, caller, registry, scenarios }: LiveTalkV1Options,
  port: MessageChannel['port1'],
): Promise<{ running: RunningTalk; afterNumber: number }> {
  if ('talkId' in target) {
    const running = registry.find(caller, target.talkId)
    const afterNumber = running.lastEventNumber
    await registry.command(caller, target.talkId, { type: 'attach', port })
    return { running, afterNumber }
  }
  const running = await registry.open(caller, scenarios.get(target.scenarioId), { type: 'socket', port })
  return { running, afterNumber: 0 }
}

/** The partner's voice to the client, and never more than a second of it waiting. */
function carryPartner(port: MessageChannel['port1'], { socket, log }: LiveTalkV1Options): void {
  let dropped = 0
  port.on('message', (bytes: Uint8Array) => {
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) dropped++
    else socket.send(bytes)
  })
  port.once('close', () => {
    if (dropped > 0) log.warn({ dropped }, 'frames of the partner that a slow socket did not take')
  })
}

/** What the client sends: sound goes to the talk's end of the port, words to the registry. */
function listen(
  options: LiveTalkV1Options,
  port: MessageChannel['port1'],
  opened: Promise<RunningTalk>,
): void {
  const { socket, clock, log } = options
  const budget = new InboundBudget(clock.nowMs())
  socket.on('message', (data: RawData, isBinary: boolean) => {
    // `ws` hands over a Buffer unless it is told otherwise.
    const bytes = data as Buffer
    if (!isBinary) {
      opened
        .then((talk) => obey(options, talk, bytes.toString('utf8')))
        .catch((error: unknown) => refuse(socket, error, log))
    } else if (bytes.byteLength > MAX_PCM_BYTES) {
      refuse(socket, new TalkError('tooLarge', 'A second of sound at most in one frame.'), log)
    } else if (budget.take(bytes.byteLength, clock.nowMs())) {
      port.postMessage(new Uint8Array(bytes))
    }
  })
}

async function obey({ caller, registry }: LiveTalkV1Options, talk: RunningTalk, text: string): Promise<void> {
  const message = liveTalkV1Message.safeParse(parseJson(text))
  if (!message.success) throw new TalkError('badInput', prettifyError(message.error))
  const talkId = talk.record.id
  if (message.data.type === 'say') {
    await registry.command(caller, talkId, { type: 'say', text: message.data.text })
  } else {
    await registry.command(caller, talkId, { type: 'end', reason: 'hungUp' })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new TalkError('badInput', 'Text frames are JSON.')
  }
}

type ServerFrame =
  | TalkEvent
  | { type: 'talk'; talkId: string }
  | { type: 'error'; code: ErrorReason; message: string }

function send(socket: WebSocket, frame: ServerFrame): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
}

function refuse(socket: WebSocket, error: unknown, log: Logger): void {
  if (error instanceof TalkError) {
    send(socket, { type: 'error', code: error.reason, message: error.message })
    return
  }
  log.error({ err: error }, 'an error that nobody expected')
  send(socket, {
    type: 'error',
    code: 'internalError',
    message: 'Something went wrong here. Please try again.',
  })
}
