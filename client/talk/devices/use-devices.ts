import { type RefObject, useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { ChosenDevices, type DeviceKind } from './chosen-devices.ts'
import { type DeviceChoice, deviceChoices } from './device-choice.ts'

export interface Devices {
  /** What there is to choose from; empty while the browser hides it. */
  lists: Readonly<Record<DeviceKind, readonly DeviceChoice[]>>
  /** The choices themselves, for those who read them outside of React. */
  chosen: ChosenDevices
  /** The choice as it is shown: undefined, the system's default, also where the chosen one is not plugged in. */
  current: Readonly<Record<DeviceKind, string | undefined>>
  /** Lists them anew: with the first microphone that a page is given it learns their names. */
  refresh: () => void
}

const none: Devices['lists'] = { microphone: [], speaker: [] }

/**
 * The microphones and speakers of this computer, as they come and go, and which of them the user has chosen.
 * @param audio plays the partner, and is sent to the chosen speaker where the browser can do that
 */
export function useDevices(audio: RefObject<HTMLAudioElement | null>): Devices {
  const [chosen] = useState(() => new ChosenDevices())
  const [lists, setLists] = useState(none)
  const refresh = useCallback(() => void listDevices().then(setLists), [])
  useEffect(() => {
    refresh()
    if (!('mediaDevices' in navigator)) return
    navigator.mediaDevices.addEventListener('devicechange', refresh)
    return () => navigator.mediaDevices.removeEventListener('devicechange', refresh)
  }, [refresh])
  const wish = useSyncExternalStore(chosen.subscribe, chosen.getSnapshot)
  const present = (kind: DeviceKind) => lists[kind].find(({ deviceId }) => deviceId === wish[kind])?.deviceId
  const current = { microphone: present('microphone'), speaker: present('speaker') }
  useEffect(() => {
    // Gone while it was asked for: the next change of devices puts that right.
    if (canChooseSpeaker()) audio.current?.setSinkId(current.speaker ?? '').catch(() => {})
  }, [audio, current.speaker])
  return { lists, chosen, current, refresh }
}

/** Safari plays where the system says, and lets no page choose. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype
}

async function listDevices(): Promise<Devices['lists']> {
  if (!('mediaDevices' in navigator)) return none
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => [])
  return {
    microphone: deviceChoices(devices, 'audioinput'),
    speaker: canChooseSpeaker() ? deviceChoices(devices, 'audiooutput') : [],
  }
}
