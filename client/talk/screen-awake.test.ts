import { expect, test } from 'vitest'
import { settle } from '../sdk/testing/fake-call-clock.ts'
import { FakePageLife } from '../sdk/testing/fake-page-life.ts'
import { ScreenAwake } from './screen-awake.ts'

function setUp() {
  const page = new FakePageLife()
  const counts = { requested: 0, released: 0 }
  let refuse = false
  const awake = new ScreenAwake({
    page,
    request: async () => {
      if (refuse) throw new DOMException('the battery is low', 'NotAllowedError')
      counts.requested++
      return { release: async () => void counts.released++ }
    },
  })
  return { page, counts, awake, refuses: () => (refuse = true) }
}

test('the screen is kept on until the end, and not beyond it', async () => {
  const { page, counts, awake } = setUp()
  await settle()
  expect(counts).toEqual({ requested: 1, released: 0 })
  awake.close()
  awake.close()
  expect(counts).toEqual({ requested: 1, released: 1 })
  expect(page.listeners).toBe(0)
})

test('a page that was away asks for it anew when it is shown', async () => {
  const { page, counts, awake } = setUp()
  await settle()
  page.hide()
  page.show()
  await settle()
  expect(counts.requested).toBe(2)
  awake.close()
  expect(counts.released).toBe(2)
})

test('a lock that comes after the end is given back', async () => {
  const { counts, awake } = setUp()
  awake.close()
  await settle()
  expect(counts).toEqual({ requested: 1, released: 1 })
})

test('a refusal changes nothing', async () => {
  const { page, counts, awake, refuses } = setUp()
  await settle()
  refuses()
  page.show()
  await settle()
  awake.close()
  expect(counts).toEqual({ requested: 1, released: 1 })
})
