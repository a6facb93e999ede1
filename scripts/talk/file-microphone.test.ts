import { expect, onTestFinished, test, vi } from 'vitest'
import { FileMicrophone } from './file-microphone.ts'

/** A packet is its frame's first sample. */
const encoder = { encode: (frame: Int16Array) => new Uint8Array([frame[0] ?? 0]) }

/** Each frame of the recording is 20 ms of one value. */
function microphone(...frames: number[]) {
  vi.useFakeTimers()
  const sent: number[] = []
  let nowMs = 0
  const mic = new FileMicrophone({
    samples: new Int16Array(frames.flatMap((value) => Array.from({ length: 320 }, () => value))),
    sampleRateHz: 16_000,
    encoder,
    onPacket: ([value]) => sent.push(value ?? 0),
    nowMs: () => nowMs,
  })
  onTestFinished(() => {
    mic.close()
    vi.useRealTimers()
  })
  /** Time passes, but the timer comes only at its end. */
  const stall = (ms: number) => {
    nowMs += ms
    vi.advanceTimersToNextTimer()
  }
  return { mic, sent, stall }
}

test('gives silence, then the recording once, then silence, a packet every 20 ms', async () => {
  const { mic, sent, stall } = microphone(1, 2, 3)
  mic.start()
  stall(20)
  stall(20)
  const spoken = mic.speak()
  for (let n = 0; n < 5; n++) stall(20)
  await spoken
  expect(sent).toEqual([0, 0, 1, 2, 3, 0, 0])
})

test('makes up for a timer that came late, so that what is said keeps its pace', () => {
  const { mic, sent, stall } = microphone(1, 2, 3)
  mic.start()
  void mic.speak()
  stall(70)
  expect(sent).toEqual([1, 2, 3])
  stall(10)
  expect(sent).toEqual([1, 2, 3, 0])
})

test('does not flood the far end after a long stall', () => {
  const { mic, sent, stall } = microphone(1)
  mic.start()
  stall(60_000)
  expect(sent).toHaveLength(25)
})

test('is silent for good once closed', () => {
  const { mic, sent } = microphone(1)
  mic.start()
  mic.close()
  vi.advanceTimersByTime(200)
  expect(sent).toEqual([])
})
