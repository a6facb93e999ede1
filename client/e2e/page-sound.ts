import type { Page } from '@playwright/test'

declare global {
  interface Window {
    /** Put there by `listenToPartner`, in tests alone. */
    partnerSound?: { analyser: AnalyserNode; samples: Float32Array<ArrayBuffer> }
    microphones?: MediaStreamTrack[]
  }
}

/** Call before the page is opened: keeps the microphones that the page takes, to see them given back. */
export async function watchMicrophones(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.microphones = []
    const { mediaDevices } = navigator
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await getUserMedia(constraints)
      window.microphones?.push(...stream.getAudioTracks())
      return stream
    }
  })
}

export async function openMicrophones(page: Page): Promise<number> {
  return page.evaluate(
    () => (window.microphones ?? []).filter(({ readyState }) => readyState === 'live').length,
  )
}

/** Listens to what the page's audio element plays, as soon as it plays anything. */
export async function listenToPartner(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const element = document.querySelector<HTMLAudioElement>('[data-testid=partner-audio]')
    return element?.srcObject instanceof MediaStream && element.srcObject.getAudioTracks().length > 0
  })
  await page.evaluate(() => {
    const element = document.querySelector<HTMLAudioElement>('[data-testid=partner-audio]')
    if (!(element?.srcObject instanceof MediaStream)) throw new Error('the partner has no sound')
    const context = new AudioContext()
    const analyser = new AnalyserNode(context, { fftSize: 4096, smoothingTimeConstant: 0 })
    context.createMediaStreamSource(element.srcObject).connect(analyser)
    window.partnerSound = { analyser, samples: new Float32Array(analyser.fftSize) }
  })
}

/** How loud the partner is at this moment, as RMS of full scale. */
export async function partnerLevel(page: Page): Promise<number> {
  return page.evaluate(() => {
    const sound = window.partnerSound
    if (!sound) throw new Error('nobody listens')
    sound.analyser.getFloatTimeDomainData(sound.samples)
    return Math.sqrt(sound.samples.reduce((sum, sample) => sum + sample * sample, 0) / sound.samples.length)
  })
}

/** The loudest frequency of the partner's sound at this moment, in Hz. */
export async function partnerPitchHz(page: Page): Promise<number> {
  return page.evaluate(() => {
    const sound = window.partnerSound
    if (!sound) throw new Error('nobody listens')
    const { analyser } = sound
    const spectrum = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(spectrum)
    const loudest = spectrum.indexOf(Math.max(...spectrum))
    return (loudest * analyser.context.sampleRate) / analyser.fftSize
  })
}
