import type { Page } from '@playwright/test'
import { candidatesReplaced, UdpLink } from '../../server/testing/network/udp-link.ts'
import { type IceCandidateInit, iceCandidateInit } from '../../shared/ice.ts'

type ShowCandidate = (candidate: IceCandidateInit) => IceCandidateInit | undefined

/**
 * The network between a page and the server, as far as UDP goes: every datagram of the page's WebRTC runs through a
 * `UdpLink`. It comes in where page and server tell each other their candidates, on the way of the tRPC socket; the
 * page itself is left as it is. Sockets go past it, as they do where a firewall holds up UDP alone.
 *
 * The creator disposes it.
 */
export class PageNetwork implements AsyncDisposable {
  readonly #page: Page
  readonly #owned = new AsyncDisposableStack()
  #link: UdpLink

  private constructor(page: Page, link: UdpLink) {
    this.#page = page
    this.#link = this.#owned.use(link)
  }

  /** Call before the page is opened. */
  static async under(page: Page): Promise<PageNetwork> {
    const network = new PageNetwork(page, await UdpLink.open())
    await page.routeWebSocket(/\/trpc\b/, (toPage) => {
      const toServer = toPage.connectToServer()
      toPage.onMessage((message) => {
        const told = rewritten(String(message), (each) => network.#link.candidateForServer(each))
        if (told !== undefined) toServer.send(told)
      })
      toServer.onMessage((message) => {
        const told = rewritten(String(message), (each) => network.#link.candidateForClient(each))
        if (told !== undefined) toPage.send(told)
      })
    })
    return network
  }

  /** For good: no datagram gets through any more, and nobody is told. @returns ms of the page's clock */
  async cut(): Promise<number> {
    this.#link.cut()
    return this.#page.evaluate(() => performance.now())
  }

  /**
   * Another network, with other addresses and ports: what runs over the one before is lost, and only candidates that are told
   * from now on lead anywhere. A browser mostly tells its page; behind a router that takes another line, it cannot.
   * @returns ms of the page's clock
   */
  async change({ pageIsTold }: { pageIsTold: boolean }): Promise<number> {
    const before = this.#link
    this.#link = this.#owned.use(await UdpLink.open())
    before.cut()
    return this.#page.evaluate((told) => {
      const atMs = performance.now()
      if (told) dispatchEvent(new Event('online'))
      return atMs
    }, pageIsTold)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#owned.disposeAsync()
  }
}

/** A computer whose policies leave WebRTC no way at all: no candidate is ever found. Call before the page is opened. */
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

/**
 * A frame of tRPC, one message or a list of them, with other candidates in the place of those that it names. Messages
 * about one that is not to be told are left out: they wait for a reply in vain, which nobody misses.
 */
function rewritten(frame: string, show: ShowCandidate): string | undefined {
  if (!frame.includes('candidate')) return frame
  const messages: unknown = JSON.parse(frame)
  const told = [messages].flat().flatMap((message) => retold(message, show))
  if (told.length === 0) return undefined
  return JSON.stringify(Array.isArray(messages) ? told : told[0])
}

/** @returns none or one */
function retold(message: unknown, show: ShowCandidate): unknown[] {
  let isWithheld = false
  const told: unknown = JSON.parse(JSON.stringify(message), (key, value: unknown) => {
    if (key === 'sdp' && typeof value === 'string') return candidatesReplaced(value, show)
    const own = key === 'candidate' ? iceCandidateInit.safeParse(value).data : undefined
    if (!own) return value
    const shown = show(own)
    isWithheld ||= shown === undefined
    return shown
  })
  return isWithheld ? [] : [told]
}
