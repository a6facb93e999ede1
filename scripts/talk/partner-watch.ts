/** Louder than this, a frame is a voice: 1 % of full scale, far above what Opus makes of silence. */
const VOICE_RMS = 330

/** Whether the partner speaks, from what is heard of them. Pure: the times are handed in. */
export class PartnerWatch {
  #lastVoiceMs: number | undefined

  /** A frame that was heard at that time. */
  hear(samples: Int16Array, atMs: number): void {
    let sum = 0
    for (const sample of samples) sum += sample * sample
    if (Math.sqrt(sum / samples.length) >= VOICE_RMS) this.#lastVoiceMs = atMs
  }

  /** Whether they have said something since then, and nothing for so long. */
  hasFinished({
    sinceMs,
    silentForMs,
    nowMs,
  }: {
    sinceMs: number
    silentForMs: number
    nowMs: number
  }): boolean {
    const last = this.#lastVoiceMs
    return last !== undefined && last >= sinceMs && nowMs - last >= silentForMs
  }
}
