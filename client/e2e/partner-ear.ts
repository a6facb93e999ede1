import type { Page, WebSocket } from '@playwright/test'

declare global {
  interface Window {
    /** Put there by `PartnerEar`, in tests alone. */
    partnerEar?: { heard: { atMs: number; level: number }[]; clickedAtMs: number }
  }
}

/** Above the noise of any codec, below any speech: RMS of full scale. */
const AUDIBLE = 0.02

/**
 * Hears what the page's audio element plays, whichever tracks come and go, from before the page is opened; and
 * reads along on its sockets.
 */
export class PartnerEar {
  readonly #page: Page
  /** Of the talks that the page was given. */
  readonly talkIds = new Set<string>()
  /** Of the sockets that carried sound. */
  readonly soundUrls: URL[] = []

  private constructor(page: Page) {
    this.#page = page
    page.on('websocket', (socket) => this.#follow(socket))
  }

  static async in(page: Page): Promise<PartnerEar> {
    const ear = new PartnerEar(page)
    await page.addInitScript(() => {
      const ear = { heard: [] as { atMs: number; level: number }[], clickedAtMs: 0 }
      window.partnerEar = ear
      addEventListener(
        'click',
        ({ target }) => {
          if (target instanceof Element && target.closest('[data-testid=talk-start]')) {
            ear.clickedAtMs = performance.now()
          }
        },
        true,
      )
      const context = new AudioContext()
      const analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0 })
      const samples = new Float32Array(analyser.fftSize)
      const known = new Set<MediaStreamTrack>()
      setInterval(() => {
        const element = document.querySelector<HTMLAudioElement>('[data-testid=partner-audio]')
        if (!(element?.srcObject instanceof MediaStream)) return
        for (const track of element.srcObject.getAudioTracks()) {
          if (known.has(track)) continue
          known.add(track)
          context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
        }
        analyser.getFloatTimeDomainData(samples)
        const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
        ear.heard.push({ atMs: performance.now(), level })
      }, 20)
    })
    return ear
  }

  /** ms of the page's clock. */
  now(): Promise<number> {
    return this.#page.evaluate(() => performance.now())
  }

  clickedAt(): Promise<number> {
    return this.#page.evaluate(() => window.partnerEar?.clickedAtMs ?? 0)
  }

  /** Waits until the partner is heard, after a moment of the page's clock. @returns ms of that clock */
  async hears(afterMs = 0): Promise<number> {
    const heard = await this.#page.waitForFunction(
      ({ afterMs, audible }) =>
        window.partnerEar?.heard.find(({ atMs, level }) => atMs > afterMs && level > audible)?.atMs,
      { afterMs, audible: AUDIBLE },
      { polling: 20 },
    )
    return (await heard.jsonValue()) ?? Number.NaN
  }

  /** Waits for a moment of the page's clock. */
  async passes(untilMs: number): Promise<void> {
    await this.#page.waitForFunction((untilMs) => performance.now() > untilMs, untilMs, { polling: 20 })
  }

  /** The longest silence within a span, in ms. */
  longestGap(fromMs: number, toMs: number): Promise<number> {
    return this.#page.evaluate(
      ({ fromMs, toMs, audible }) => {
        const heard = (window.partnerEar?.heard ?? []).filter(
          ({ atMs, level }) => atMs >= fromMs && atMs <= toMs && level > audible,
        )
        const moments = [fromMs, ...heard.map(({ atMs }) => atMs), toMs]
        return Math.max(...moments.slice(1).map((atMs, index) => atMs - (moments[index] ?? atMs)))
      },
      { fromMs, toMs, audible: AUDIBLE },
    )
  }

  #follow(socket: WebSocket): void {
    const url = new URL(socket.url())
    socket.on('framesent', ({ payload }) => {
      if (typeof payload !== 'string' && !this.soundUrls.includes(url)) this.soundUrls.push(url)
    })
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload !== 'string') return
      for (const [, id] of payload.matchAll(/"type":"(?:answer|talk)","talkId":"([^"]+)"/g)) {
        if (id) this.talkIds.add(id)
      }
    })
  }
}
