import { expect, test } from 'vitest'
import { CallError } from './call-problem.ts'
import { Microphone } from './microphone.ts'
import { settle } from './testing/fake-call-clock.ts'
import { FakeMicrophones } from './testing/fake-microphones.ts'
import { FakePageLife } from './testing/fake-page-life.ts'

function setUp(options: { plugged?: string[]; chosen?: string } = {}) {
  const microphones = new FakeMicrophones(...(options.plugged ?? ['laptop', 'headset']))
  const page = new FakePageLife()
  const heard: string[] = []
  const told: string[] = []
  const microphone = new Microphone({
    microphones,
    page,
    deviceId: options.chosen,
    onTrack: ({ label }) => heard.push(label),
    onTrouble: (trouble) => told.push(trouble),
  })
  return { microphones, page, heard, told, microphone }
}

test('the chosen microphone is taken, and the default where it is not plugged in', async () => {
  const there = setUp({ chosen: 'headset' })
  await there.microphone.open()
  expect(there.heard).toEqual(['headset'])
  const gone = setUp({ chosen: 'an old one' })
  await gone.microphone.open()
  expect(gone.heard).toEqual(['laptop'])
  expect(gone.told).toEqual([])
})

test('another one chosen in mid-talk takes over, muted as the one before, which is let go', async () => {
  const { microphone, microphones, heard } = setUp()
  await microphone.open()
  microphone.setMuted(true)
  await microphone.choose('headset')
  expect(heard).toEqual(['laptop', 'headset'])
  expect(microphones.live.map(({ label, enabled }) => [label, enabled])).toEqual([['headset', false]])
})

test('one that cannot be opened is refused, and the one before stays', async () => {
  const { microphone, microphones, told } = setUp()
  await microphone.open()
  microphones.withheld = true
  await expect(microphone.choose('headset')).rejects.toThrow(CallError)
  expect(microphone.track).toMatchObject({ label: 'laptop', readyState: 'live' })
  expect(told).toEqual([])
  // And it is the one that is taken again later.
  microphones.withheld = false
  microphones.opened[0]?.end()
  await settle()
  expect(microphone.track?.label).toBe('laptop')
})

test('of two choices in a row the newer one counts', async () => {
  const { microphone, microphones } = setUp({ plugged: ['laptop', 'headset', 'desk'] })
  await microphone.open()
  const letThrough = microphones.hold()
  const both = [microphone.choose('headset'), microphone.choose('desk')]
  letThrough()
  await Promise.all(both)
  expect(microphones.live.map(({ label }) => label)).toEqual(['desk'])
})

test('an unplugged one is replaced by the default, and the user is told', async () => {
  const { microphone, microphones, heard, told } = setUp({ chosen: 'headset' })
  await microphone.open()
  microphones.plug('laptop')
  await settle()
  expect(heard).toEqual(['headset', 'laptop'])
  expect(told).toEqual(['microphoneReplaced'])
})

test('without any other the user is told, and the next one to be plugged in is taken', async () => {
  const { microphone, microphones, heard, told } = setUp({ plugged: ['headset'] })
  await microphone.open()
  microphones.plug()
  await settle()
  expect(told).toEqual(['microphoneLost'])
  microphones.plug('desk')
  await settle()
  expect(heard).toEqual(['headset', 'desk'])
  expect(told).toEqual(['microphoneLost', 'microphoneBack'])
})

test('a phone that takes it away in the background gives it back when the page returns, without a word', async () => {
  const { microphone, microphones, page, heard, told } = setUp({ plugged: ['phone'] })
  await microphone.open()
  page.hide()
  microphones.withheld = true
  microphones.opened[0]?.end()
  await settle()
  expect(told).toEqual([])
  microphones.withheld = false
  page.show()
  await settle()
  expect(heard).toEqual(['phone', 'phone'])
  expect(told).toEqual([])
})

test('one that the system has silenced is taken anew when the page returns', async () => {
  const { microphone, microphones, page } = setUp({ plugged: ['phone'] })
  await microphone.open()
  const [before] = microphones.opened
  if (before) before.muted = true
  page.show()
  await settle()
  expect(before?.readyState).toBe('ended')
  expect(microphones.live).toEqual([microphone.track])
  expect(microphone.track).not.toBe(before)
})

test('a page that returns to a microphone in order leaves it alone', async () => {
  const { microphone, microphones, page } = setUp()
  await microphone.open()
  page.show()
  await settle()
  expect(microphones.opened).toHaveLength(1)
})

test('devices that come while one is being taken are not missed', async () => {
  const { microphone, microphones } = setUp({ plugged: ['headset'] })
  await microphone.open()
  const letThrough = microphones.hold()
  microphones.plug()
  microphones.plug()
  letThrough()
  // The first try has found none by the time at which the second begins.
  await Promise.resolve()
  microphones.plug('desk')
  await settle()
  expect(microphone.track?.label).toBe('desk')
})

test.each(['open', 'on its way', 'lost'])(
  'closed while it is %s, nothing is left, twice too',
  async (when) => {
    const { microphone, microphones, page } = setUp({ plugged: ['headset'] })
    const letThrough = when === 'on its way' ? microphones.hold() : () => {}
    const opened = microphone.open()
    if (when !== 'on its way') await opened
    if (when === 'lost') microphones.plug()
    microphone.close()
    microphone.close()
    letThrough()
    await opened
    microphones.plug('desk')
    page.show()
    await settle()
    expect(microphones.held).toBe(0)
    expect(page.listeners).toBe(0)
  },
)
