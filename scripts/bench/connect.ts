import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { SpawnedServer } from '../../server/testing/spawned-server.ts'
import { launchChromium } from '../launch-chromium.ts'
import { buildPageIfStale } from '../page-build.ts'
import { type Measurement, quantile } from './measurement.ts'

const STARTS = 20
const speech = join(import.meta.dirname, '../../server/testing/speech/user-en.wav')

/**
 * What a person waits for: from the click on start to the talk being live, and from the end of what they said
 * to the first sound of the partner, both in a real page with a microphone that speaks.
 */
export async function benchConnect(): Promise<Measurement[]> {
  await buildPageIfStale()
  await using server = await SpawnedServer.start({ PARTNER: 'built-in', LOG_LEVEL: 'info' })
  const browser = await launchChromium({ microphone: speech })
  const connects: number[] = []
  const answers: number[] = []
  try {
    for (let i = 0; i < STARTS; i++) {
      const { connectMs, answerMs } = await oneTalk(browser, server.url)
      connects.push(connectMs)
      answers.push(answerMs)
      process.stderr.write(
        `start ${i + 1}: live after ${Math.round(connectMs)} ms, answer after ${Math.round(answerMs)} ms\n`,
      )
    }
  } finally {
    await browser.close()
  }
  return [
    { name: 'click to live p50', value: quantile(connects, 0.5), unit: 'ms' },
    { name: 'click to live p95', value: quantile(connects, 0.95), unit: 'ms', target: { atMost: 1_500 } },
    { name: 'end of speech to first sound p50', value: quantile(answers, 0.5), unit: 'ms' },
    {
      name: 'end of speech to first sound p95',
      value: quantile(answers, 0.95),
      unit: 'ms',
      target: { atMost: 1_200 },
    },
  ]
}

async function oneTalk(browser: Browser, url: string): Promise<{ connectMs: number; answerMs: number }> {
  const context = await browser.newContext({ permissions: ['microphone'] })
  try {
    const page = await context.newPage()
    await page.addInitScript(measureInPage)
    await page.goto(`${url}/talk/price-negotiation-carter?lang=en`)
    await page.getByTestId('talk-start').waitFor()
    await page.getByTestId('talk-start').click()
    const connectMs = await live(page)
    const answerMs = await answered(page)
    await page.getByTestId('talk-end').click()
    await page.locator('[data-testid=talk-state][data-state=ended]').waitFor()
    return { connectMs, answerMs }
  } finally {
    await context.close()
  }
}

async function live(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => window.bench?.connectMs, undefined, { polling: 20 })
  return (await handle.jsonValue()) ?? Number.NaN
}

async function answered(page: Page): Promise<number> {
  const handle = await page.waitForFunction(() => window.bench?.answerMs, undefined, {
    polling: 50,
    timeout: 30_000,
  })
  return (await handle.jsonValue()) ?? Number.NaN
}

declare global {
  interface Window {
    bench?: { connectMs?: number; answerMs?: number }
  }
}

/** Runs in the page, before anything of ours: reads the clock at the click, the state and both sides' sound. */
function measureInPage(): void {
  const LOUD = 0.02
  const bench: NonNullable<Window['bench']> = {}
  window.bench = bench
  let clickedAt = 0
  let userSpokeAt = 0
  document.addEventListener(
    'click',
    (event) => {
      if (!(event.target instanceof Element) || !event.target.closest('[data-testid=talk-start]')) return
      clickedAt = performance.now()
      const observer = new MutationObserver(() => {
        if (!document.querySelector('[data-testid=talk-state][data-state=live]')) return
        bench.connectMs = performance.now() - clickedAt
        observer.disconnect()
      })
      observer.observe(document.body, { subtree: true, childList: true, attributes: true })
    },
    true,
  )

  function listen(stream: MediaStream, onLoud: () => void): void {
    const audio = new AudioContext()
    const analyser = new AnalyserNode(audio, { fftSize: 512 })
    audio.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      if (Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length) > LOUD)
        onLoud()
    }, 5)
  }

  const { mediaDevices } = navigator
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints)
    listen(stream, () => {
      userSpokeAt = performance.now()
    })
    return stream
  }
  const PeerConnection = window.RTCPeerConnection
  window.RTCPeerConnection = class extends PeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      this.addEventListener('track', ({ track }) => {
        listen(new MediaStream([track]), () => {
          const sinceSpeechMs = performance.now() - userSpokeAt
          // A partner who cuts in while the user goes on after a breath is no answer yet.
          if (sinceSpeechMs > 200) bench.answerMs ??= sinceSpeechMs
        })
      })
    }
  }
}
