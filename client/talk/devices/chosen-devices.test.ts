import { expect, test } from 'vitest'
import { ChosenDevices, type DeviceStorage } from './chosen-devices.ts'

function fakeStorage(): DeviceStorage {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}

test('a choice is there on the next visit, and can be taken back', () => {
  const storage = fakeStorage()
  new ChosenDevices(() => storage).choose('microphone', 'headset')
  const next = new ChosenDevices(() => storage)
  expect(next.getSnapshot()).toEqual({ microphone: 'headset', speaker: undefined })
  next.choose('microphone', undefined)
  expect(new ChosenDevices(() => storage).getSnapshot().microphone).toBeUndefined()
})

test('where the browser keeps nothing, a choice holds until the page is left', () => {
  const chosen = new ChosenDevices(() => {
    throw new DOMException('not here', 'SecurityError')
  })
  let told = 0
  const unsubscribe = chosen.subscribe(() => told++)
  chosen.choose('speaker', 'desk')
  unsubscribe()
  chosen.choose('microphone', 'headset')
  expect(chosen.getSnapshot()).toEqual({ microphone: 'headset', speaker: 'desk' })
  expect(told).toBe(1)
})
