import type { Logger } from 'pino'
import { type RawData, WebSocket } from 'ws'
import type { Clock } from '../clock.ts'
import {
  closeFrameReason,
  deadlineExpired,
  internalError,
  invalidArgument,
  type LiveClose,
} from '../live/live-close.ts'
import { AutomaticTurns } from './automatic-turns.ts'
import { type ClientMessage, readClientFrame } from './client-message.ts'
import type { Ears } from './ears.ts'
import { ManualTurns } from './manual-turns.ts'
import type { PartnerMinds } from './partner-mind.ts'
import { PartnerSession } from './partner-session.ts'
import type { Lineage, ResumptionLedger, SessionHolder, SessionSnapshot } from './resumption-ledger.ts'
import { encodeServerMessage, type ServerMessage } from './server-message.ts'
import { planSession, type SessionPlan } from './session-plan.ts'
import type { Setup } from './setup-message.ts'
import { UsageMeter } from './usage-meter.ts'

/** What all connections of a server share. */
export interface PartnerParts {
  minds: PartnerMinds
  ears: Ears
  ledger: ResumptionLedger
  clock: Clock
  /** The only models there are, as `models/NAME`; undefined: every name will do. */
  models: readonly string[] | undefined
}

export interface PartnerConnectionOptions {
  socket: WebSocket
  /** As it stands in the URL. */
  apiVersion: string
  parts: PartnerParts
  log: Logger
  /** The socket is gone, and everything of the connection's with it. */
  onClosed: () => void
}

type Phase =
  | { name: 'awaitingSetup'; deadline: Disposable }
  | { name: 'open'; session: PartnerSession }
  | { name: 'closed' }

/** A client sends its setup at once; what has not after this long is no client. */
const SETUP_TIMEOUT_MS = 10_000
/** A client on the same machine answers a close frame within some ms, or not at all. */
const GOODBYE_TIMEOUT_MS = 1_000
/** Over a minute of speech. A client that lets so much pile up has stopped reading. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024

/**
 * One WebSocket of a Live client's: reads its frames, sets the session up or takes an earlier one up again, and
 * closes with the service's codes and words. All that comes in passes `#receive`, and all that goes out `#send`.
 */
export class PartnerConnection implements SessionHolder {
  readonly #options: PartnerConnectionOptions
  #phase: Phase
  /** The session that is carried on; undefined where no handles are wanted. */
  #lineage: Lineage | undefined
  /** Ends the wait for the client's close frame. */
  #goodbye: Disposable | undefined

  constructor(options: PartnerConnectionOptions) {
    this.#options = options
    const { socket, parts } = options
    const deadline = parts.clock.after(SETUP_TIMEOUT_MS, () => this.#fail(deadlineExpired))
    this.#phase = { name: 'awaitingSetup', deadline }
    socket.on('message', (data) => this.#read(data))
    // Always followed by 'close'; ws has by then chosen the code (1009 for a frame that is too large).
    socket.on('error', (error) => options.log.debug({ err: error }, 'partner connection failed'))
    socket.once('close', (code) => {
      this.#goodbye?.[Symbol.dispose]()
      this.#release()
      options.log.debug({ code }, 'partner connection closed')
      options.onClosed()
    })
  }

  get isOpen(): boolean {
    return this.#phase.name !== 'closed' && this.#options.socket.readyState === WebSocket.OPEN
  }

  /** Says goodbye and releases everything at once; `onClosed` follows, when the client has answered or a second later. */
  close(close: LiveClose): void {
    const { parts, socket } = this.#options
    this.#release()
    if (this.#goodbye || socket.readyState === WebSocket.CLOSED) return
    socket.close(close.code, closeFrameReason(close.reason))
    this.#goodbye = parts.clock.after(GOODBYE_TIMEOUT_MS, () => socket.terminate())
  }

  #read(data: RawData): void {
    if (this.#phase.name === 'closed') return
    // ws hands over one Buffer (`binaryType` is 'nodebuffer'), whether the frame was text or binary.
    const frame = readClientFrame(data as Buffer)
    if (!frame.ok) {
      this.#fail(frame.close)
      return
    }
    try {
      this.#receive(frame.message)
    } catch (error) {
      this.#fail(internalError, error)
    }
  }

  #receive(message: ClientMessage): void {
    switch (this.#phase.name) {
      case 'awaitingSetup':
        this.#phase.deadline[Symbol.dispose]()
        if (message.setup) this.#setUp(message.setup)
        else this.#fail(invalidArgument)
        return
      case 'open': {
        const violation = this.#phase.session.receive(message)
        if (violation) this.#fail(violation)
      }
    }
  }

  #setUp(setup: Setup): void {
    const { apiVersion, parts } = this.#options
    const planned = planSession(setup, { apiVersion, models: parts.models })
    if (!planned.ok) {
      this.#fail(planned.close)
      return
    }
    const { plan } = planned
    const lineage = this.#takeLineage(plan)
    if (!lineage.ok) {
      this.#fail(lineage.close)
      return
    }
    this.#phase = { name: 'open', session: this.#openSession(plan, lineage.snapshot) }
    this.#send({ setupComplete: {} })
  }

  /** Begins a session, or takes one over with its handle: then the snapshot says where it stands. */
  #takeLineage({
    model,
    resumption,
  }: SessionPlan): { ok: true; snapshot?: SessionSnapshot } | { ok: false; close: LiveClose } {
    const { ledger } = this.#options.parts
    if (!resumption) return { ok: true }
    if (!resumption.handle) {
      this.#lineage = ledger.begin(this)
      return { ok: true }
    }
    const redeemed = ledger.redeem(resumption.handle, { model, holder: this })
    if (redeemed.ok) this.#lineage = redeemed.lineage
    return redeemed
  }

  #openSession(plan: SessionPlan, snapshot: SessionSnapshot | undefined): PartnerSession {
    const { clock, ears, ledger, minds } = this.#options.parts
    const { model, systemInstruction, languageCode } = plan
    const mind = minds.create({ systemInstruction, languageCode, memory: snapshot?.memory })
    const usage = new UsageMeter(snapshot?.used)
    if (!snapshot) usage.addText(systemInstruction)
    const lineage = this.#lineage
    return new PartnerSession({
      mind,
      usage,
      userTurns: (events) =>
        plan.isManual
          ? new ManualTurns(events)
          : new AutomaticTurns({ ears, endOfSpeechMs: plan.endOfSpeechMs, ...events }),
      isInterruptible: plan.isInterruptible,
      transcribesInput: plan.transcribesInput,
      tools: plan.tools,
      clock,
      send: (message) => this.#send(message),
      issueHandle:
        lineage && (() => ledger.issue(lineage, { model, memory: mind.memory(), used: usage.used() })),
      onFault: (error) => this.#fail(internalError, error),
    })
  }

  #send(message: ServerMessage): void {
    const { log, socket } = this.#options
    if (!this.isOpen) return
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) {
      log.warn('partner connection cut: its client does not read')
      // Tells by 'close', after whoever is sending has returned.
      socket.terminate()
      return
    }
    socket.send(encodeServerMessage(message), { binary: true })
  }

  #fail(close: LiveClose, cause?: unknown): void {
    if (this.#phase.name === 'closed') return
    if (cause !== undefined) this.#options.log.error({ err: cause }, 'partner session failed')
    this.close(close)
  }

  /** Lets go of all that the connection holds but the socket. Idempotent. */
  #release(): void {
    const phase = this.#phase
    if (phase.name === 'closed') return
    this.#phase = { name: 'closed' }
    if (phase.name === 'awaitingSetup') phase.deadline[Symbol.dispose]()
    else phase.session.close()
    if (this.#lineage) this.#options.parts.ledger.end(this.#lineage, this)
  }
}
