import { beforeAll, describe, expect, it } from 'vitest'
import { type FrameResampler, ResamplingFramer } from './resampling-framer.ts'
import { loadInboundResamplers } from './speex-resampler.ts'

let openResampler: (fromHz: number) => FrameResampler
beforeAll(async () => {
  openResampler = await loadInboundResamplers()
})

/** Everything that came out, in one piece. */
function collector() {
  const samples: number[] = []
  const framer = new ResamplingFramer({
    openResampler,
    onFrame: (frame) => {
      expect(frame).toHaveLength(320)
      samples.push(...frame)
    },
  })
  return { framer, samples, [Symbol.dispose]: () => framer.close() }
}

const bytesOf = (pcm: Int16Array) => new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength)

function tone({ hz, rateHz, ms }: { hz: number; rateHz: number; ms: number }): Int16Array {
  return Int16Array.from(
    { length: (rateHz * ms) / 1000 },
    (_, i) => 8_000 * Math.sin((2 * Math.PI * hz * i) / rateHz),
  )
}

/** How much of the signal is this frequency, as an amplitude. */
function amplitudeAt(samples: readonly number[], hz: number, rateHz: number): number {
  let re = 0
  let im = 0
  samples.forEach((sample, i) => {
    re += sample * Math.cos((2 * Math.PI * hz * i) / rateHz)
    im += sample * Math.sin((2 * Math.PI * hz * i) / rateHz)
  })
  return (2 * Math.hypot(re, im)) / samples.length
}

describe('PCM at 16 kHz', () => {
  it.each([1, 2, 3, 7, 639, 640, 641, 1280, 5001])('comes out as it was, from chunks of %i bytes', (size) => {
    using out = collector()
    const pcm = Int16Array.from({ length: 3 * 320 }, (_, i) => (i * 7919) % 32_768)
    const bytes = bytesOf(pcm)
    for (let at = 0; at < bytes.length; at += size) {
      out.framer.push(bytes.subarray(at, at + size), 16_000)
    }
    expect(out.samples).toEqual([...pcm])
  })

  it('is forgotten at a reset as far as it was no frame yet', () => {
    using out = collector()
    out.framer.push(new Uint8Array(601).fill(1), 16_000)
    out.framer.reset()
    out.framer.push(new Uint8Array(640).fill(2), 16_000)
    expect(out.samples).toEqual(Array(320).fill(0x0202))
  })
})

describe('PCM at another rate', () => {
  it.each([8_000, 22_050, 24_000, 44_100, 48_000])('of %i Hz keeps its pitch, level and length', (rateHz) => {
    using out = collector()
    const bytes = bytesOf(tone({ hz: 1_000, rateHz, ms: 1_000 }))
    for (let at = 0; at < bytes.length; at += 4_801) {
      out.framer.push(bytes.subarray(at, at + 4_801), rateHz)
    }
    expect(out.samples).toHaveLength(16_000)
    // a whole number of periods, away from the filter's beginning
    expect(amplitudeAt(out.samples.slice(1_600, 14_400), 1_000, 16_000)).toBeCloseTo(8_000, -2)
  })

  it('stays in bounds at full scale', () => {
    using out = collector()
    const square = Int16Array.from({ length: 24_000 }, (_, i) => (i % 240 < 120 ? 32_767 : -32_768))
    out.framer.push(bytesOf(square), 24_000)
    const samples = out.samples.slice(100) // the filter has begun
    const crossings = samples.filter((sample, i) => sample * (samples[i - 1] ?? 0) < 0)
    // two a period; each sample that wrapped round would add two
    expect(crossings.length).toBeGreaterThan(195)
    expect(crossings.length).toBeLessThanOrEqual(201)
  })

  it('may change on the way', () => {
    using out = collector()
    out.framer.push(bytesOf(tone({ hz: 500, rateHz: 16_000, ms: 200 })), 16_000)
    out.framer.push(bytesOf(tone({ hz: 500, rateHz: 24_000, ms: 200 })), 24_000)
    out.framer.push(bytesOf(tone({ hz: 500, rateHz: 16_000, ms: 200 })), 16_000)
    expect(out.samples).toHaveLength(3 * 3_200)
  })

  it('leaves no memory behind', () => {
    for (let i = 0; i < 3_000; i++) {
      using out = collector()
      out.framer.push(new Uint8Array(960), 24_000)
      expect(out.samples).toHaveLength(320)
    }
  })
})
