import type { PageLife } from '../sdk/page-life.ts'

/** A lock that keeps the screen on until it is released (W3C Screen Wake Lock, `WakeLockSentinel`). */
export interface ScreenLock {
  release(): Promise<void>
}

export interface ScreenAwakeOptions {
  /** Asks the browser for a lock, which it may refuse: a battery that is low, a page that is hidden. */
  request: () => Promise<ScreenLock>
  page: PageLife
}

/**
 * Keeps the screen on, so that a phone does not fall asleep over a talk and take the microphone along. The browser
 * takes the lock back whenever the page is hidden, and it is asked for anew when the page is shown.
 */
export class ScreenAwake {
  readonly #options: ScreenAwakeOptions
  readonly #unsubscribe: () => void
  #lock: ScreenLock | undefined
  #closed = false

  constructor(options: ScreenAwakeOptions) {
    this.#options = options
    this.#unsubscribe = options.page.onShown(() => void this.#take())
    void this.#take()
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#unsubscribe()
    this.#letGo()
  }

  async #take(): Promise<void> {
    try {
      const lock = await this.#options.request()
      this.#letGo()
      this.#lock = lock
      if (this.#closed) this.#letGo()
    } catch {
      // Then the screen goes dark when the system says so; the talk does not depend on it.
    }
  }

  #letGo(): void {
    const lock = this.#lock
    this.#lock = undefined
    lock?.release().catch(() => {})
  }
}
