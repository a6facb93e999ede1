/** A model that says of each 20 ms frame (16 kHz mono) whether there is a voice in it. The creator closes it. */
export interface VoiceActivity {
  /** Frames come without gaps: most models remember. */
  isVoiced(frame: Int16Array): boolean
  /** Forgets what was heard before. */
  reset(): void
  /** Called once; nothing else is called after it. */
  close(): void
}
