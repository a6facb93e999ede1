import { unheardWords } from '../../shared/unheard-words.ts'
import type { Clock } from '../clock.ts'
import { invalidArgument, type LiveClose } from '../live/live-close.ts'
import { openingCue } from '../scenarios/opening-cue.ts'
import {
  type ClientContent,
  type ClientMessage,
  pcmFormat,
  type RealtimeInput,
  type ToolResponse,
} from './client-message.ts'
import type { Heard, PartnerMind, Utterance } from './partner-mind.ts'
import { audioMessage, type ServerMessage } from './server-message.ts'
import { contentText } from './setup-message.ts'
import { textPieces } from './text-pieces.ts'
import { ToolCalls } from './tool-calls.ts'
import type { UsageMeter } from './usage-meter.ts'
import type { UserTurnEvents, UserTurns } from './user-turns.ts'
import { UtteranceStream } from './utterance-stream.ts'

export interface PartnerSessionOptions {
  mind: PartnerMind
  usage: UsageMeter
  /** Makes the turn-taking that the setup asks for; the session closes it. */
  userTurns: (events: UserTurnEvents) => UserTurns
  /** Whether speech and marked activity cut the partner short. */
  isInterruptible: boolean
  /** Whether spoken turns are told as `inputTranscription`. */
  transcribesInput: boolean
  /** The names of the functions that may be called. */
  tools: ReadonlySet<string>
  clock: Clock
  send: (message: ServerMessage) => void
  /** Gives out a handle for the session as it stands; undefined where none are wanted. */
  issueHandle: (() => string) | undefined
  /** A fault of ours: the session is to be closed. */
  onFault: (error: unknown) => void
}

type Phase =
  | { name: 'listening' }
  /** The turn is the partner's, whose words and sound are being found. */
  | { name: 'thinking' }
  /** From the first chunk to the end of its playback. */
  | { name: 'speaking'; stream: UtteranceStream }
  | { name: 'closed' }

const openingCues: readonly string[] = Object.values(openingCue)

/**
 * One conversation: takes turns with the user as the Live API does. Knows messages, and nothing of sockets.
 *
 * A turn is told in this order: `inputTranscription` (when the user spoke), pieces of the transcript ahead of their
 * audio, `generationComplete`, at the end of the playback `turnComplete` with the usage, a resumption handle. Speech
 * over the partner's makes it `interrupted`, `turnComplete` with the usage, a handle, and no more of that turn.
 * A line may come with a function call, ahead of its words or after them; its answer is waited for by the handle alone.
 */
export class PartnerSession {
  readonly #options: PartnerSessionOptions
  readonly #userTurns: UserTurns
  readonly #calls: ToolCalls
  #phase: Phase = { name: 'listening' }
  /** Text that came without asking for a reply. */
  #unread: string[] = []
  /** A turn that ended while the partner may not be interrupted. A newer one takes its place. */
  #waiting: Heard | undefined

  constructor(options: PartnerSessionOptions) {
    this.#options = options
    this.#calls = new ToolCalls({ declared: options.tools, send: options.send })
    this.#userTurns = options.userTurns({
      onBargeIn: () => {
        if (options.isInterruptible) this.#interrupt()
      },
      onTurnEnd: (speechMs) => this.#speechEnded(speechMs),
    })
  }

  /**
   * Takes any message that may follow the setup.
   * @returns why the connection must be closed, when the client broke the rules
   */
  receive(message: ClientMessage): LiveClose | undefined {
    if (this.#phase.name === 'closed') return undefined
    if (message.setup) return invalidArgument
    if (message.clientContent) this.#readContent(message.clientContent)
    if (message.toolResponse) this.#readToolResponse(message.toolResponse)
    // A contextUpdate would give new instructions to somebody who speaks from a script.
    return message.realtimeInput && this.#readRealtimeInput(message.realtimeInput)
  }

  /** Idempotent. Nothing is sent afterwards. */
  close(): void {
    if (this.#phase.name === 'speaking') this.#phase.stream.stop()
    this.#phase = { name: 'closed' }
    this.#userTurns.close()
  }

  #readContent({ turns = [], turnComplete }: ClientContent): void {
    for (const turn of turns) {
      const text = contentText(turn)
      this.#options.usage.addText(text)
      if (turn.role !== 'model' && text !== '') this.#unread.push(text)
    }
    if (!turnComplete) return
    // Whatever the setup says of interruptions: this is the client's own decision.
    this.#interrupt()
    this.#answer({ kind: 'text', text: this.#unread.join('\n') })
  }

  /** Whatever it says: nobody speaks of it. */
  #readToolResponse({ functionResponses = [] }: ToolResponse): void {
    const wasPending = this.#calls.pending
    this.#calls.answered(functionResponses.flatMap(({ id }) => id ?? []))
    if (wasPending && this.#phase.name === 'listening') this.#tellHandle()
  }

  #readRealtimeInput(input: RealtimeInput): LiveClose | undefined {
    const turns = this.#userTurns
    if (input.activityStart && !turns.begin()) return invalidArgument
    for (const { mimeType, data } of [...(input.mediaChunks ?? []), ...(input.audio ? [input.audio] : [])]) {
      // Nobody here has eyes.
      if (mimeType.startsWith('image/')) continue
      const format = pcmFormat(mimeType)
      if (!format) return invalidArgument
      turns.hear(data, format.sampleRateHz)
    }
    if (input.text !== undefined) this.#readText(input.text)
    if (input.audioStreamEnd && !turns.endStream()) return invalidArgument
    if (input.activityEnd && !turns.end()) return invalidArgument
    return undefined
  }

  #readText(text: string): void {
    this.#options.usage.addText(text)
    if (this.#options.isInterruptible) this.#interrupt()
    this.#answer({ kind: 'text', text })
  }

  #speechEnded(speechMs: number): void {
    const { isInterruptible, mind, transcribesInput, usage, send } = this.#options
    // It was too short to interrupt: a nod wants no answer.
    if (isInterruptible && this.#phase.name !== 'listening') return
    usage.addSpeech(speechMs)
    if (transcribesInput) send({ serverContent: { inputTranscription: { text: unheardWords[mind.locale] } } })
    this.#answer({ kind: 'speech', durationMs: speechMs })
  }

  #answer(heard: Heard): void {
    if (this.#phase.name === 'closed') return
    if (this.#phase.name !== 'listening') {
      this.#waiting = heard
      return
    }
    this.#unread = []
    const thinking: Phase = { name: 'thinking' }
    this.#phase = thinking
    this.#userTurns.partnerSpeaks(true)
    this.#find(heard).then(
      (utterance) => {
        if (this.#phase !== thinking) return
        if (utterance) this.#speak(utterance)
        else this.#endTurn(0)
      },
      (error: unknown) => {
        if (this.#phase === thinking) this.#options.onFault(error)
      },
    )
  }

  async #find(heard: Heard): Promise<Utterance | null> {
    const { mind } = this.#options
    const isCue = heard.kind === 'text' && openingCues.includes(heard.text.trim())
    return isCue ? mind.opening() : mind.reply(heard)
  }

  #speak(utterance: Utterance): void {
    const { clock, issueHandle, mind, send } = this.#options
    const { tool } = utterance
    const stream = new UtteranceStream({
      pcm: utterance.pcm,
      pieces: textPieces(utterance.text, mind.locale),
      clock,
      // Told whether asked for or not, as today's models do.
      onText: (text) => send({ serverContent: { outputTranscription: { text } } }),
      onAudio: (chunk) => send(audioMessage(chunk)),
      onGenerated: () => {
        if (tool?.when === 'after') this.#calls.make(tool)
        send({ serverContent: { generationComplete: true } })
      },
      onPlayed: () => this.#endTurn(stream.sentMs),
    })
    this.#phase = { name: 'speaking', stream }
    if (issueHandle) send({ sessionResumptionUpdate: {} })
    if (tool?.when === 'before') this.#calls.make(tool)
    stream.start()
  }

  #interrupt(): void {
    const phase = this.#phase
    if (phase.name !== 'thinking' && phase.name !== 'speaking') return
    if (phase.name === 'speaking') phase.stream.stop()
    this.#waiting = undefined
    this.#options.send({ serverContent: { interrupted: true } })
    this.#calls.cancel()
    this.#endTurn(phase.name === 'speaking' ? phase.stream.sentMs : 0)
  }

  #endTurn(spokenMs: number): void {
    const { send, usage } = this.#options
    this.#phase = { name: 'listening' }
    this.#userTurns.partnerSpeaks(false)
    send({ serverContent: { turnComplete: true }, usageMetadata: usage.endTurn(spokenMs) })
    this.#tellHandle()
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting) this.#answer(waiting)
  }

  /** A session cannot be taken up again in the middle of a call. */
  #tellHandle(): void {
    const { issueHandle, send } = this.#options
    if (issueHandle && !this.#calls.pending)
      send({ sessionResumptionUpdate: { newHandle: issueHandle(), resumable: true } })
  }
}
