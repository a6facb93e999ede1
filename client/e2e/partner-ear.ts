import type { Page, WebSocket } from '@playwright/test'

declare global {
  interface Window {
    /** Put there by `PartnerEar`, in tests alone. */
    partnerEar?: { heard: { atMs: number; level: number }[]; clickedAtMs: number }
    connections?: RTCPeerConnection[]
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

  /** When the partner was first heard after a moment, in ms of the page's clock; undefined: not yet. */
  firstHeardAfter(atMs: number): Promise<number | undefined> {
    return this.#page.evaluate(
      ({ atMs, audible }) =>
        window.partnerEar?.heard.find((heard) => heard.atMs > atMs && heard.level > audible)?.atMs,
      { atMs, audible: AUDIBLE },
    )
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

/** A network that lets no UDP through: every candidate is missing, on both sides. */
export async function blockUdp(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Native = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        // Without a TURN server there is nothing left.
        super({ ...configuration, iceServers: [], iceTransportPolicy: 'relay' })
      }
    }
  })
}

/** Keeps the page's connections, so that a test can cut them: `cutConnections`. */
export async function watchConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.connections = []
    const Native = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        window.connections?.push(this)
      }
    }
  })
}

/** As if the network swallowed everything: no event tells the page of it. @returns ms of the page's clock */
export function cutConnections(page: Page): Promise<number> {
  return page.evaluate(() => {
    for (const connection of window.connections ?? []) connection.close()
    return performance.now()
  })
}
