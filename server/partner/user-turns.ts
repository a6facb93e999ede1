/** What turn-taking tells. Called synchronously. */
export interface UserTurnEvents {
  /** The user speaks over the partner and means it. */
  onBargeIn: () => void
  /** @param speechMs how long they spoke */
  onTurnEnd: (speechMs: number) => void
}

/**
 * Where the user's turns begin and end: found in the sound, or marked by the client. A mark that does not belong to
 * the session's mode is answered with false.
 */
export interface UserTurns {
  /** @param bytes signed 16-bit little-endian mono, a chunk of any length */
  hear(bytes: Uint8Array, sampleRateHz: number): void
  /** `activityStart` */
  begin(): boolean
  /** `activityEnd` */
  end(): boolean
  /** `audioStreamEnd`: no more sound comes for now. */
  endStream(): boolean
  /** From now on the partner is speaking, or is not. */
  partnerSpeaks(isSpeaking: boolean): void
  /** Idempotent. */
  close(): void
}
