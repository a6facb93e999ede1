import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { browserMicrophones } from '../../sdk/browser-microphones.ts'
import { browserPageLife } from '../../sdk/browser-page-life.ts'
import { Chime } from './chime.ts'
import { MicrophoneCheck, type MicrophoneCheckState } from './microphone-check.ts'
import { WebAudioEar } from './web-audio-ear.ts'

export interface SoundCheck {
  microphone: MicrophoneCheck<MediaStreamTrack>
  state: MicrophoneCheckState
  chiming: boolean
  /** Call it inside the user's tap. */
  chime: (speakerId: string | undefined) => void
  /** Gives microphone and loudspeaker back before it returns: a call can take them inside the same tap. */
  stop: () => void
}

/** What is tried out before a talk. It holds microphone or loudspeaker only while the user tries them. */
export function useSoundCheck(): SoundCheck {
  const [microphone] = useState(
    () =>
      new MicrophoneCheck({
        microphones: browserMicrophones,
        page: browserPageLife,
        openEar: () => new WebAudioEar(),
      }),
  )
  const state = useSyncExternalStore(microphone.subscribe, microphone.getSnapshot)
  const sounding = useRef<Chime>(undefined)
  const [chiming, setChiming] = useState(false)
  const chime = useCallback((speakerId: string | undefined) => {
    sounding.current?.stop()
    const started = new Chime(speakerId)
    sounding.current = started
    setChiming(true)
    void started.done.then(() => {
      if (sounding.current === started) setChiming(false)
    })
  }, [])
  const stop = useCallback(() => {
    microphone.stop()
    sounding.current?.stop()
  }, [microphone])
  useEffect(() => {
    // The page may be kept by the browser, and would keep the microphone.
    addEventListener('pagehide', stop)
    return () => {
      removeEventListener('pagehide', stop)
      stop()
    }
  }, [stop])
  return useMemo(
    () => ({ microphone, state, chiming, chime, stop }),
    [microphone, state, chiming, chime, stop],
  )
}
