import { expect, test } from 'vitest'
import { deviceChoices } from './device-choice.ts'

const device = (kind: MediaDeviceKind, deviceId: string, label: string) => ({ kind, deviceId, label })

test('each microphone is listed once, by its name', () => {
  const devices = [
    device('audioinput', 'default', 'Default - Laptop'),
    device('audioinput', 'communications', 'Communications - Headset'),
    device('audioinput', 'a1', 'Laptop'),
    device('audioinput', 'b2', 'Headset (046d:0a8f)'),
    device('audiooutput', 'c3', 'Speaker'),
    device('videoinput', 'd4', 'Camera'),
  ]
  expect(deviceChoices(devices, 'audioinput')).toEqual([
    { deviceId: 'a1', label: 'Laptop' },
    { deviceId: 'b2', label: 'Headset' },
  ])
  expect(deviceChoices(devices, 'audiooutput')).toEqual([{ deviceId: 'c3', label: 'Speaker' }])
})

test('before the page was given a microphone there is nothing to choose', () => {
  expect(deviceChoices([device('audioinput', '', '')], 'audioinput')).toEqual([])
})
