import { FRAME_MS } from '../../shared/audio-format.ts'
import { ResamplingFramer } from '../audio/resampling-framer.ts'
import { SpeechWindow } from '../audio/speech-window.ts'
import type { VoiceActivity } from '../audio/voice-activity.ts'
import type { Ears } from './ears.ts'
import type { UserTurnEvents, UserTurns } from './user-turns.ts'

export interface AutomaticTurnsOptions extends UserTurnEvents {
  ears: Ears
  /** For how long the user is silent at the end of a turn; undefined: the detection's own default. */
  endOfSpeechMs: number | undefined
}

/** What is voiced for less than most of this time, over the partner's voice, is a nod, a cough or an echo. */
const BARGE_IN_MS = 250

/** Turns found in what the microphone hears. Time is counted in sound: when none comes, nothing begins or ends. */
export class AutomaticTurns implements UserTurns {
  readonly #options: AutomaticTurnsOptions
  readonly #framer: ResamplingFramer
  readonly #voice: VoiceActivity
  readonly #speech: SpeechWindow
  /** Speech over the partner's; heard only while they speak and have not been cut short. */
  readonly #bargeIn = new SpeechWindow({ startMs: BARGE_IN_MS })
  #isPartnerSpeaking = false
  #heardMs = 0
  #speechStartMs = 0
  #isClosed = false

  constructor(options: AutomaticTurnsOptions) {
    this.#options = options
    const { ears, endOfSpeechMs } = options
    this.#speech = new SpeechWindow(endOfSpeechMs === undefined ? {} : { endMs: endOfSpeechMs })
    this.#framer = new ResamplingFramer({
      openResampler: (fromHz) => ears.openResampler(fromHz),
      onFrame: (frame) => this.#process(frame),
    })
    this.#voice = ears.openVoiceActivity()
  }

  hear(bytes: Uint8Array, sampleRateHz: number): void {
    this.#framer.push(bytes, sampleRateHz)
  }

  begin(): boolean {
    return false
  }

  end(): boolean {
    return false
  }

  endStream(): boolean {
    const wasSpeaking = this.#speech.speaking
    this.#speech.reset()
    this.#bargeIn.reset()
    this.#framer.reset()
    this.#voice.reset()
    if (wasSpeaking) this.#options.onTurnEnd(this.#heardMs - this.#speechStartMs)
    return true
  }

  partnerSpeaks(isSpeaking: boolean): void {
    this.#isPartnerSpeaking = isSpeaking
    this.#bargeIn.reset()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#framer.close()
    this.#voice.close()
  }

  #process(frame: Int16Array): void {
    const { onBargeIn, onTurnEnd } = this.#options
    this.#heardMs += FRAME_MS
    const isVoiced = this.#voice.isVoiced(frame)
    const change = this.#speech.push(isVoiced)
    if (change?.type === 'started') this.#speechStartMs = this.#heardMs - change.agoMs
    if (this.#isPartnerSpeaking && this.#bargeIn.push(isVoiced)?.type === 'started') onBargeIn()
    if (change?.type === 'ended') onTurnEnd(this.#heardMs - change.agoMs - this.#speechStartMs)
  }
}
