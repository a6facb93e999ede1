import { describe, expect, test } from 'vitest'
import { pinkNoise, pseudoRandom } from '../audio/fixtures/sound.ts'
import { BargeInGuard, type GuardVerdict } from './barge-in-guard.ts'

const partnerVoice = vowel(480, 24_000, 180, 4_000)
const quiet = new Int16Array(320)

/** A talk of frames: what each side does for how long, and what the guard made of it. */
class Scene {
  readonly guard: BargeInGuard
  readonly found: NonNullable<GuardVerdict['found']>[] = []
  readonly passed: Int16Array[] = []
  readonly heard: Int16Array[] = []
  partner: 'speaks' | 'late' | 'silent' = 'silent'
  #phase = 0

  constructor(policy: 'open' | 'guarded' | 'push-to-talk' = 'guarded') {
    this.guard = new BargeInGuard({ policy })
  }

  /** @returns what was passed on meanwhile */
  frames(count: number, frame: () => Int16Array): Int16Array[] {
    const before = this.passed.length
    for (let i = 0; i < count; i++) {
      this.guard.played(this.partner === 'speaks' ? partnerVoice : null, this.partner === 'late')
      const heard = frame()
      this.heard.push(heard.slice())
      const { frames, found } = this.guard.hear(heard)
      this.passed.push(...frames.map((passed) => passed.slice()))
      if (found) this.found.push(found)
    }
    return this.passed.slice(before)
  }

  speak(ms: number): Int16Array[] {
    let n = 0
    return this.frames(ms / 20, () => vowel(320, 16_000, 140, 3_000 * syllable(n++), this.#phase++))
  }

  silence(ms: number): Int16Array[] {
    return this.frames(ms / 20, () => quiet)
  }

  types(): string[] {
    return this.found.map(({ type }) => type)
  }
}

function begun(scene = new Scene()): Scene {
  scene.speak(800)
  scene.silence(800)
  scene.partner = 'speaks'
  scene.silence(1_000)
  return scene
}

test.each(['open', 'push-to-talk'] as const)('under the policy "%s" everything passes as it is', (policy) => {
  const scene = begun(new Scene(policy))
  scene.speak(2_000)
  expect(scene.passed).toEqual(scene.heard)
  expect(scene.found).toEqual([])
})

test('while the partner is silent everything passes, and is no interruption: also before their first sound', () => {
  const scene = new Scene()
  scene.speak(3_000)
  expect(scene.passed).toEqual(scene.heard)
  expect(scene.found).toEqual([])
})

describe('over the voice of the partner', () => {
  test('speech that goes on is an interruption, told once, and passed on whole from its beginning', () => {
    const scene = begun()
    const from = scene.heard.length
    const passed = scene.speak(1_500)
    expect(scene.types()).toEqual(['interruption'])
    expect(scene.guard.stats).toEqual({ interruptions: 1, backChannels: 0, answers: 0, droppedFrames: 0 })
    const voice = passed.filter(isSound)
    expect(voice).toEqual(scene.heard.slice(from))
  })

  test('it is told within 700 ms, with the time at which it began', () => {
    const scene = begun()
    scene.speak(700)
    expect(scene.types()).toEqual(['interruption'])
    expect(scene.found[0]?.agoMs).toBeGreaterThanOrEqual(450)
    expect(scene.found[0]?.agoMs).toBeLessThanOrEqual(700)
  })

  test('a short word is kept back, and told as a nod once the partner has gone on for half a second', () => {
    const scene = begun()
    const passed = [...scene.speak(300), ...scene.silence(800)]
    expect(scene.types()).toEqual([])
    passed.push(...scene.silence(200))
    expect(scene.types()).toEqual(['backChannel'])
    expect(passed.some(isSound)).toBe(false)
    expect(passed).toHaveLength(65)
  })

  test('nods with pauses between them do not add up', () => {
    const scene = begun()
    const from = scene.passed.length
    for (let i = 0; i < 5; i++) {
      scene.speak(300)
      scene.silence(600)
    }
    scene.silence(1_000)
    expect(scene.types()).toEqual(Array.from({ length: 5 }, () => 'backChannel'))
    expect(scene.passed.slice(from).some(isSound)).toBe(false)
  })

  test.each([
    ['a fan that is switched on', () => framed(pinkNoise(48_000, -30))],
    ['a keyboard', () => framed(clicks(48_000))],
  ])('%s does not interrupt', (_name, make) => {
    const scene = begun()
    const noise = make()
    scene.frames(noise.length, () => noise.shift() ?? quiet)
    expect(scene.types()).toEqual([])
  })

  test('what passes stays in step with real time: the silence of a release is left out again', () => {
    const scene = begun()
    scene.speak(1_000)
    scene.silence(800)
    expect(scene.passed.length).toBeGreaterThan(scene.heard.length + 20)
    expect(scene.passed.length).toBeLessThanOrEqual(scene.heard.length + 50)
    scene.silence(2_500)
    expect(scene.passed).toHaveLength(scene.heard.length)
  })

  test('a release is a second at most, of which the oldest is left out and counted', () => {
    const scene = begun()
    for (let i = 0; i < 10 && scene.found.length === 0; i++) {
      scene.speak(100)
      const passed = scene.silence(300)
      expect(passed.length).toBeLessThanOrEqual(15)
    }
    const passed = scene.speak(1_000)
    expect(passed.filter(isSound).length).toBeGreaterThan(0)
    expect(scene.guard.stats.droppedFrames).toBeGreaterThan(0)
    expect(scene.passed.length).toBeLessThanOrEqual(scene.heard.length + 50)
  })

  test('whoever had not finished when the partner began is heard on, and may interrupt', () => {
    const scene = new Scene()
    scene.speak(1_000)
    scene.partner = 'speaks'
    const from = scene.heard.length
    expect(scene.speak(1_000)).toEqual(scene.heard.slice(from))
    expect(scene.types()).toEqual(['interruption'])
  })

  test('once the user has been quiet for 600 ms, a partner who still speaks is guarded again', () => {
    const scene = begun()
    scene.speak(1_000)
    scene.silence(700)
    const passed = [...scene.speak(300), ...scene.silence(1_500)]
    expect(passed.some(isSound)).toBe(false)
    expect(scene.types()).toEqual(['interruption', 'backChannel'])
  })
})

describe('twice in a row', () => {
  test('the next turn of the partner is guarded and can be interrupted as the first', () => {
    const scene = begun()
    scene.speak(700)
    scene.partner = 'silent'
    scene.speak(500)
    scene.silence(700)
    scene.partner = 'speaks'
    expect(scene.silence(400).some(isSound)).toBe(false)
    expect(scene.speak(300).some(isSound)).toBe(false)
    scene.speak(500)
    expect(scene.types()).toEqual(['interruption', 'interruption'])
  })

  test('an interruption that goes on while the partner has already fallen silent passes live', () => {
    const scene = begun()
    scene.speak(700)
    scene.partner = 'silent'
    const from = scene.heard.length
    expect(scene.speak(2_000)).toEqual(scene.heard.slice(from))
    expect(scene.types()).toEqual(['interruption'])
  })
})

describe('when the partner ends', () => {
  test('a word that was being said is the answer, and is passed on whole', () => {
    const scene = begun()
    const from = scene.heard.length
    scene.speak(200)
    scene.partner = 'silent'
    const passed = scene.speak(200)
    expect(passed.filter(isSound)).toEqual(scene.heard.slice(from))
    expect(scene.guard.stats.answers).toBe(1)
    expect(scene.types()).toEqual([])
  })

  test('a word that was said over the last ones is the answer too', () => {
    const scene = begun()
    const from = scene.heard.length
    scene.speak(300)
    scene.silence(500)
    scene.partner = 'silent'
    const passed = scene.silence(100)
    expect(passed.filter(isSound)).toEqual(scene.heard.slice(from, from + 15))
    expect(scene.types()).toEqual([])
  })

  test('an answer in the tail passes at once, from its beginning', () => {
    const scene = begun()
    scene.partner = 'silent'
    scene.silence(200)
    const from = scene.heard.length
    expect(scene.speak(100).filter(isSound)).toEqual(scene.heard.slice(from))
  })

  test('what is said while sound is only late is held on to', () => {
    const scene = begun()
    scene.partner = 'late'
    expect([...scene.speak(200), ...scene.silence(100)].some(isSound)).toBe(false)
    scene.partner = 'speaks'
    expect(scene.silence(1_200).some(isSound)).toBe(false)
    expect(scene.types()).toEqual(['backChannel'])
  })

  test('a turn whose sound stays away for longer does not keep the user from being heard', () => {
    const scene = begun()
    scene.partner = 'late'
    scene.silence(1_200)
    const from = scene.heard.length
    expect(scene.speak(300)).toEqual(scene.heard.slice(from))
  })

  test('a microphone that is paused right after the answer does not lose it', () => {
    const scene = begun()
    const from = scene.heard.length
    scene.speak(300)
    for (let i = 0; i < 5; i++) scene.guard.played(null, false)
    expect(scene.guard.flush().filter(isSound)).toEqual(scene.heard.slice(from))
    expect(scene.guard.flush()).toEqual([])
  })

  test('one that is paused after a nod keeps the nod', () => {
    const scene = begun()
    scene.speak(300)
    expect(scene.guard.flush()).toEqual([])
  })
})

function isSound(frame: Int16Array): boolean {
  return frame.some((sample) => sample !== 0)
}

/** Harmonics of a pitch that wavers a little, as of a voice. */
function vowel(samples: number, rateHz: number, pitchHz: number, amplitude: number, index = 0): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) => {
    const turns = ((index * samples + i) / rateHz) * pitchHz
    return [1, 2, 3, 4, 5].reduce(
      (sum, harmonic) => sum + (amplitude / harmonic) * Math.sin(2 * Math.PI * harmonic * turns + harmonic),
      0,
    )
  })
}

/** Five syllables a second, each rising from almost nothing. */
function syllable(frame: number): number {
  return 0.1 + 0.9 * Math.sin((Math.PI * (frame % 10)) / 10)
}

function clicks(samples: number): Int16Array {
  const random = pseudoRandom()
  const sound = new Int16Array(samples)
  for (let at = 2_000; at + 1_000 < samples; at += 1_500 + Math.floor(random() * 700))
    for (let i = 0; i < 300; i++) sound[at + i] = random() * 20_000 * Math.exp(-i / 60)
  return sound
}

function framed(sound: Int16Array): Int16Array[] {
  return Array.from({ length: sound.length / 320 }, (_, n) => sound.slice(n * 320, (n + 1) * 320))
}
