import { MessageChannel } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { RawData, WebSocket } from 'ws'
import type { Clock } from '../../clock.ts'
import { TalkError } from '../../errors.ts'
import type { ScenarioCatalogue } from '../../scenarios/scenario-catalogue.ts'
import type { Caller } from '../../talk/caller.ts'
import type { RunningTalk } from '../../talk/running-talk.ts'
import type { TalkCommand } from '../../talk/talk-host.ts'
import type { TalkRegistry } from '../../talk/talk-registry.ts'
import { reportUnknown } from '../error-answers.ts'
import { InboundLimits } from './inbound-limits.ts'
import { keepAlive } from './keep-alive.ts'
import { SocketOutlet } from './socket-outlet.ts'
import type { CreateWay, SocketLine, Way } from './way.ts'

/** What the socket's URL asks for: a new talk, or the media of one that runs. */
export type RealtimeTarget = { scenarioId: string } | { talkId: string }

export interface SocketTalkOptions {
  socket: WebSocket
  caller: Caller
  target: RealtimeTarget
  /**
   * Which way the client speaks: asked at once, and while the answer is undefined, with each of its frames.
   * @throws TalkError when a frame belongs to none
   */
  chooseWay: (frame: Uint8Array | undefined) => CreateWay | undefined
  registry: TalkRegistry
  scenarios: ScenarioCatalogue
  clock: Clock
  log: Logger
}

const FIRST_FRAME_WITHIN_MS = 10_000
/** Close codes of RFC 6455 section 7.4.1. */
const OVER = 1000
const REFUSED = 1008
/** What `ws` says of a connection that broke without a close frame. */
const BROKEN = 1006

/**
 * One socket of `/ws/realtime`, from its opening to its end: the user's end of a talk, as a WebRTC peer is one, and
 * a reader of its events. All that does not depend on the way in which the client speaks. It closes itself with the
 * socket.
 */
export class SocketTalk implements SocketLine {
  readonly outlet: SocketOutlet
  readonly #options: SocketTalkOptions
  readonly #limits: InboundLimits
  /** Ours, and the talk's. */
  readonly #ports = new MessageChannel()
  readonly #gone = new AbortController()
  readonly #opened = Promise.withResolvers<RunningTalk>()
  readonly #live = Promise.withResolvers<RunningTalk>()
  #way: Way | undefined

  constructor(options: SocketTalkOptions) {
    const { socket, clock, log } = options
    this.#options = options
    this.#limits = new InboundLimits(clock.nowMs())
    this.outlet = new SocketOutlet({ socket, clock, reportUnknown: (error) => reportUnknown(log, error) })
    keepAlive(socket, clock)
    // `ws` hands over a Buffer unless it is told otherwise.
    socket.on('message', (data: RawData, isBinary: boolean) => this.#take(data as Buffer, isBinary))
    socket.once('close', (code) => this.#onClose(code))
    const port = this.#ports.port1
    port.on('message', (message: unknown) => this.#way?.carry(message))
    // Another way took over, or the talk is over; in the latter case its last events are still to be sent.
    port.once('close', () =>
      this.#opened.promise.then((talk) => talk.ended || this.outlet.close(OVER, 'the media moved on')),
    )
    this.#awaitWay()
  }

  speak(pcm: Uint8Array): void {
    if (this.#limits.takeSound(pcm.byteLength, this.#options.clock.nowMs())) {
      this.#ports.port1.postMessage(pcm)
    }
  }

  say(text: string): void {
    this.#command(this.#live.promise, { type: 'say', text })
  }

  hangUp(): void {
    this.#command(this.#opened.promise, { type: 'end', reason: 'hungUp' })
  }

  #awaitWay(): void {
    const { socket, clock, chooseWay } = this.#options
    const createWay = chooseWay(undefined)
    if (createWay) {
      this.#begin(createWay(this))
      return
    }
    const timer = clock.after(FIRST_FRAME_WITHIN_MS, () => {
      if (this.#way) return
      this.outlet.refuse(new TalkError('badInput', 'No frame came that begins a talk.'))
      this.outlet.close(REFUSED, 'no first frame')
    })
    socket.once('close', () => timer[Symbol.dispose]())
  }

  #take(bytes: Buffer, isBinary: boolean): void {
    const { socket, clock } = this.#options
    if (socket.readyState !== socket.OPEN) return
    if (!this.#limits.takeFrame(bytes.byteLength, clock.nowMs())) {
      this.outlet.refuse(new TalkError('tooLarge', 'Too many frames or bytes at once. Send as people speak.'))
      this.outlet.close(REFUSED, 'too much at once')
      return
    }
    try {
      const way = this.#way ?? this.#options.chooseWay(bytes)?.(this)
      way?.take(bytes, isBinary)
      if (way && !this.#way) this.#begin(way)
    } catch (error) {
      this.outlet.refuse(error)
    }
  }

  /** Unless its first frame has already cost the client its socket. */
  #begin(way: Way): void {
    const { socket } = this.#options
    this.#way = way
    if (socket.readyState !== socket.OPEN) return
    this.#run(way).catch((error: unknown) => {
      this.outlet.refuse(error)
      this.#ports.port2.close()
      this.outlet.close(REFUSED, 'refused')
    })
  }

  async #run(way: Way): Promise<void> {
    const { running, afterNumber } = await this.#open(way)
    this.#opened.resolve(running)
    way.opened(running.record.id)
    for await (const { event } of running.read(afterNumber, this.#gone.signal)) {
      if (event.type === 'state' && event.state === 'live') this.#live.resolve(running)
      way.tell(event)
    }
    this.outlet.close(OVER, 'the talk has ended')
  }

  async #open(way: Way): Promise<{ running: RunningTalk; afterNumber: number }> {
    const { target, caller, registry, scenarios } = this.#options
    const port = this.#ports.port2
    if ('talkId' in target) {
      const running = registry.find(caller, target.talkId)
      const afterNumber = running.lastEventNumber
      await registry.command(caller, target.talkId, { type: 'attach', port })
      this.#live.resolve(running)
      return { running, afterNumber }
    }
    const scenario = way.staged(await scenarios.get(target.scenarioId, caller.scope))
    const running = await registry.open(caller, scenario, { type: 'socket', port, hears: way.hears })
    return { running, afterNumber: 0 }
  }

  #onClose(code: number): void {
    const { log } = this.#options
    this.#gone.abort()
    this.#ports.port1.close()
    this.#way?.close()
    if (this.#way?.leavingHangsUp) {
      const reason = code === BROKEN ? 'userLost' : 'hungUp'
      this.#command(this.#opened.promise, { type: 'end', reason })
    }
    const { refusedSound } = this.#limits
    const { dropped } = this.outlet
    if (dropped > 0 || refusedSound > 0) log.warn({ dropped, refusedSound }, 'sound that a socket lost')
  }

  #command(when: Promise<RunningTalk>, command: TalkCommand): void {
    const { caller, registry } = this.#options
    when
      .then((talk) => (talk.ended ? undefined : registry.command(caller, talk.record.id, command)))
      .catch((error: unknown) => this.outlet.refuse(error))
  }
}
