/** A fourth up, as doorbells do: nobody takes it for a fault. Frequencies of equal temperament. */
const NOTES = [
  { hz: 523.25, atS: 0.05 },
  { hz: 698.46, atS: 0.3 },
]
const NOTE_S = 0.9
const ATTACK_S = 0.015
/** As loud as the partner's speech, which the server sends at about -20 dBFS. */
const PEAK = 0.2

/**
 * A short chime, played the way in which the partner will be: by an element, at the speaker that is chosen. Make it
 * inside the user's tap.
 */
export class Chime {
  readonly #context = new AudioContext()
  readonly #element = new Audio()
  /** Resolves when it was played or stopped. */
  readonly done: Promise<void>

  /** @param speakerId undefined for the system's default */
  constructor(speakerId: string | undefined) {
    this.#context.resume().catch(() => {})
    const destination = new MediaStreamAudioDestinationNode(this.#context)
    this.#element.srcObject = destination.stream
    if (speakerId !== undefined && 'setSinkId' in this.#element) {
      // It is not there any more: then it sounds where everything else does.
      this.#element.setSinkId(speakerId).catch(() => {})
    }
    const played = this.#element.play()
    const { promise, resolve } = Promise.withResolvers<void>()
    const last = NOTES.map(({ hz, atS }) => this.#note(destination, hz, this.#context.currentTime + atS)).at(
      -1,
    )
    last?.addEventListener('ended', () => this.stop())
    this.#context.addEventListener('statechange', () => {
      if (this.#context.state === 'closed') resolve()
    })
    played.catch(() => this.stop())
    this.done = promise
  }

  /** Idempotent. */
  stop(): void {
    this.#element.pause()
    this.#element.srcObject = null
    // Only a context that is closed already refuses this.
    this.#context.close().catch(() => {})
  }

  #note(destination: AudioNode, hz: number, atS: number): OscillatorNode {
    const tone = new OscillatorNode(this.#context, { type: 'sine', frequency: hz })
    const loudness = new GainNode(this.#context, { gain: 0 })
    loudness.gain.setValueAtTime(0, atS)
    loudness.gain.linearRampToValueAtTime(PEAK, atS + ATTACK_S)
    loudness.gain.exponentialRampToValueAtTime(PEAK / 1000, atS + NOTE_S)
    tone.connect(loudness).connect(destination)
    tone.start(atS)
    tone.stop(atS + NOTE_S)
    return tone
  }
}
