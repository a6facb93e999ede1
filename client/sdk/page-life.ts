/**
 * What becomes of the page that a call is held in: it is hidden and shown again, and touched. A phone takes sound
 * and microphone away meanwhile, and gives them back only to a page that is seen or touched.
 */
export interface PageLife {
  readonly visible: boolean
  /** Calls `listener` whenever the page is shown again. @returns unsubscribes */
  onShown(listener: () => void): () => void
  /** Calls `listener` inside each tap and key of the user's. @returns unsubscribes */
  onTouched(listener: () => void): () => void
}
