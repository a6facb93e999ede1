import type { Page } from '@playwright/test'

declare global {
  interface Window {
    /** Put there by `watchDevices`, in tests alone. */
    deviceWatch?: {
      /** What was called inside the handler of a click, before it awaited anything. */
      insideTap: string[]
      locks: { requested: number; released: number }
      /** The loudest of what an element outside of the document has played, as RMS of full scale. */
      loudestElsewhere: number
    }
  }
}

/**
 * Call before the page is opened: keeps what the page asks of screen and loudspeaker. What is called inside a tap is
 * known by wrapping each listener, for a browser that allows autoplay makes no difference itself.
 */
export async function watchDevices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watch = {
      insideTap: [] as string[],
      locks: { requested: 0, released: 0 },
      loudestElsewhere: 0,
    }
    window.deviceWatch = watch
    let inTap = false
    const note = (what: string) => inTap && watch.insideTap.push(what)

    const { addEventListener } = EventTarget.prototype
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      if (type !== 'click' || typeof listener !== 'function') {
        return addEventListener.call(this, type, listener, options)
      }
      const wrapped = function (this: unknown, event: Event) {
        inTap = true
        try {
          return Reflect.apply(listener, this, [event])
        } finally {
          inTap = false
        }
      }
      return addEventListener.call(this, type, wrapped, options)
    }

    const { resume } = AudioContext.prototype
    AudioContext.prototype.resume = function () {
      note('resume')
      return resume.call(this)
    }
    const { play } = HTMLMediaElement.prototype
    HTMLMediaElement.prototype.play = function () {
      note('play')
      if (!this.isConnected && this.srcObject instanceof MediaStream) listenTo(this.srcObject)
      return play.call(this)
    }
    const { mediaDevices, wakeLock } = navigator
    const getUserMedia = mediaDevices.getUserMedia
    mediaDevices.getUserMedia = (constraints) => {
      note('getUserMedia')
      return getUserMedia.call(mediaDevices, constraints)
    }
    // A browser without a screen gives no lock.
    Object.defineProperty(wakeLock, 'request', {
      value: async () => {
        watch.locks.requested++
        return { release: async () => void watch.locks.released++ }
      },
    })

    function listenTo(stream: MediaStream) {
      const context = new AudioContext()
      const analyser = new AnalyserNode(context, { fftSize: 2048 })
      context.createMediaStreamSource(stream).connect(analyser)
      const samples = new Float32Array(analyser.fftSize)
      setInterval(() => {
        analyser.getFloatTimeDomainData(samples)
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
        watch.loudestElsewhere = Math.max(watch.loudestElsewhere, Math.sqrt(power))
      }, 20)
    }
  })
}

export async function deviceWatch(page: Page): Promise<NonNullable<Window['deviceWatch']>> {
  return page.evaluate(() => {
    if (!window.deviceWatch) throw new Error('nobody watches')
    return window.deviceWatch
  })
}

/** Of the microphones that the page holds now, by `watchMicrophones`. */
export async function openMicrophoneNames(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (window.microphones ?? []).filter(({ readyState }) => readyState === 'live').map(({ label }) => label),
  )
}
