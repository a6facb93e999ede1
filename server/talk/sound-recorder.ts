/** Keeps both sides of a talk as they were heard. Times are ms from the talk's start. Never throws, never waits. */
export interface SoundRecorder {
  /** 20 ms of the user, 16 kHz, that came at this time; copied. */
  heard(frame: Int16Array, atMs: number): void
  /** 20 ms of the partner, 24 kHz, that were sent to be heard from this time on; copied. */
  sent(frame: Int16Array, atMs: number): void
  /** Idempotent; never rejects. */
  close(): Promise<unknown>
}

export interface SoundRecorderOptions {
  /** When the talk started, by the clock's `nowMs`. */
  startedAtMs: number
  /** Sound is being lost from now on, for the disk is slow or full. Told once a stretch. */
  onGap(fromMs: number): void
  /** Why: for the log. Told once a run of failures. */
  onFailure(error: unknown): void
}
