import { expect, test } from 'vitest'
import { SoundKeeper } from './sound-keeper.ts'
import { FakePageLife } from './testing/fake-page-life.ts'

class FakeContext extends EventTarget {
  state: AudioContextState = 'running'
  resumes = 0

  async resume(): Promise<void> {
    this.resumes++
  }

  becomes(state: AudioContextState): void {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

function setUp() {
  const context = new FakeContext()
  const element = {
    paused: false,
    plays: 0,
    async play() {
      this.plays++
    },
  }
  const page = new FakePageLife()
  const keeper = new SoundKeeper({ context, element, page })
  return { context, element, page, keeper }
}

test('sound that was interrupted in the background goes on when the page is shown again', () => {
  const { context, element, page } = setUp()
  page.hide()
  context.becomes('interrupted')
  element.paused = true
  expect(context.resumes).toBe(0)
  page.show()
  expect(context.resumes).toBe(1)
  expect(element.plays).toBe(1)
})

test('an interruption of a page that is seen is ended at once, and where that is not allowed, by a touch', () => {
  const { context, page } = setUp()
  context.becomes('interrupted')
  expect(context.resumes).toBe(1)
  page.touch()
  expect(context.resumes).toBe(2)
})

test('sound in order is left alone', () => {
  const { context, element, page } = setUp()
  page.show()
  page.touch()
  expect([context.resumes, element.plays]).toEqual([0, 0])
})

test('nothing is woken once it is closed, twice too', () => {
  const { context, page, keeper } = setUp()
  keeper.close()
  keeper.close()
  context.becomes('suspended')
  page.show()
  expect(context.resumes).toBe(0)
  expect(page.listeners).toBe(0)
})
