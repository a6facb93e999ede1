import { expect, test } from 'vitest'
import { settle } from '../../sdk/testing/fake-call-clock.ts'
import { FakeMicrophones, type FakeMicrophoneTrack } from '../../sdk/testing/fake-microphones.ts'
import { FakePageLife } from '../../sdk/testing/fake-page-life.ts'
import { type Ear, MicrophoneCheck } from './microphone-check.ts'

class FakeEar implements Ear<FakeMicrophoneTrack> {
  readonly heard: string[] = []
  loudness = 0
  closes = 0

  listenTo({ label }: FakeMicrophoneTrack): void {
    this.heard.push(label)
  }

  level(): number {
    return this.loudness
  }

  close(): void {
    this.closes++
  }
}

function setUp(...plugged: string[]) {
  const microphones = new FakeMicrophones(...plugged)
  const page = new FakePageLife()
  const ears: FakeEar[] = []
  const check = new MicrophoneCheck({
    microphones,
    page,
    openEar: () => {
      const ear = new FakeEar()
      ears.push(ear)
      return ear
    },
  })
  return { microphones, page, ears, check }
}

test('a voice is heard, and that is said; a quiet room is not taken for one', async () => {
  const { check, ears } = setUp('laptop')
  await check.start(undefined)
  expect(check.getSnapshot().type).toBe('listening')
  expect(check.levels()).toEqual({ user: 0, partner: 0 })
  expect(check.getSnapshot().type).toBe('listening')
  const [ear] = ears
  if (ear) ear.loudness = 0.6
  expect(check.levels().user).toBe(0.6)
  expect(check.getSnapshot().type).toBe('heard')
})

test('another microphone has to be heard anew', async () => {
  const { check, ears } = setUp('laptop', 'headset')
  await check.start('laptop')
  const [ear] = ears
  if (ear) ear.loudness = 0.6
  check.levels()
  await check.choose('headset')
  expect(ear?.heard).toEqual(['laptop', 'headset'])
  expect(check.getSnapshot().type).toBe('listening')
})

test('without a microphone it says which trouble it is, and holds nothing', async () => {
  const { check, ears, page } = setUp()
  await check.start(undefined)
  expect(check.getSnapshot()).toEqual({ type: 'failed', problem: 'microphoneMissing' })
  expect(ears.map(({ closes }) => closes)).toEqual([1])
  expect(page.listeners).toBe(0)
})

test('one that is unplugged during the check is a trouble until the next one comes', async () => {
  const { check, microphones } = setUp('headset')
  await check.start(undefined)
  microphones.plug()
  await settle()
  expect(check.getSnapshot().type).toBe('failed')
  microphones.plug('desk')
  await settle()
  expect(check.getSnapshot().type).toBe('listening')
})

test.each(['listens', 'waits for the permission'])('stopped while it %s, nothing is left', async (when) => {
  const { check, microphones, page, ears } = setUp('laptop')
  const letThrough = when === 'listens' ? () => {} : microphones.hold()
  const started = check.start(undefined)
  if (when === 'listens') await started
  check.stop()
  check.stop()
  letThrough()
  await started
  expect(check.getSnapshot()).toEqual({ type: 'off' })
  expect(microphones.held).toBe(0)
  expect(page.listeners).toBe(0)
  expect(ears.map(({ closes }) => closes)).toEqual([1])
})
