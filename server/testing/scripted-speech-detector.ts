import type { SpeechChange, SpeechDetector } from '../audio/speech-detector.ts'

/** Takes a frame for speech when its first sample is not zero, at once and without any smoothing. */
export class ScriptedSpeechDetector implements SpeechDetector {
  speaking = false
  closed = 0

  process(frame: Int16Array): SpeechChange | null {
    const voiced = frame[0] !== 0
    if (voiced === this.speaking) return null
    this.speaking = voiced
    return { type: voiced ? 'started' : 'ended', agoMs: 20 }
  }

  reset(): void {
    this.speaking = false
  }

  close(): void {
    this.closed++
  }
}
