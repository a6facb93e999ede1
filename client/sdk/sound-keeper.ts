import type { PageLife } from './page-life.ts'

export interface SoundKeeperOptions {
  /** Stays its owner's. */
  context: Pick<AudioContext, 'state' | 'resume' | 'addEventListener' | 'removeEventListener'>
  /** Plays the partner; stays its owner's. */
  element: Pick<HTMLMediaElement, 'paused' | 'play'>
  page: PageLife
}

/**
 * Brings sound back that the system has taken away. A phone call or an alarm makes an iPhone's AudioContext
 * `interrupted` and pauses the element, and neither goes on by itself: both are asked to when the interruption
 * changes, when the page is shown again, and inside each touch, where it is sure to be allowed.
 */
export class SoundKeeper {
  readonly #options: SoundKeeperOptions
  readonly #unsubscribe: (() => void)[]

  constructor(options: SoundKeeperOptions) {
    this.#options = options
    const { context, page } = options
    const onStateChange = () => {
      if (page.visible) this.#wake()
    }
    context.addEventListener('statechange', onStateChange)
    this.#unsubscribe = [
      () => context.removeEventListener('statechange', onStateChange),
      page.onShown(() => this.#wake()),
      page.onTouched(() => this.#wake()),
    ]
  }

  /** Idempotent. */
  close(): void {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe()
  }

  #wake(): void {
    const { context, element } = this.#options
    // What is not allowed now is asked for again at the next touch.
    if (context.state !== 'running' && context.state !== 'closed') context.resume().catch(() => {})
    if (element.paused) element.play().catch(() => {})
  }
}
