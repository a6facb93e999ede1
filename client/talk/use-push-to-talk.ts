import { useCallback, useEffect, useState } from 'react'
import type { TalkCall } from '../sdk/talk-call.ts'

export interface PushToTalk {
  /** Whether the user has chosen it. */
  chosen: boolean
  held: boolean
  choose: (chosen: boolean) => void
  hold: () => void
  release: () => void
}

/**
 * Push-to-talk: the microphone is open only while Space or the button is held. Silence flows the rest of the time,
 * so that the partner still notices the end of what was said.
 * @param running whether there is a call to steer
 */
export function usePushToTalk(call: TalkCall | undefined, running: boolean): PushToTalk {
  const [chosen, choose] = useState(false)
  const [held, setHeld] = useState(false)
  const hold = useCallback(() => setHeld(true), [])
  const release = useCallback(() => setHeld(false), [])

  useEffect(() => {
    if (!call || !running || !chosen) return
    call.setMuted(!held)
  }, [call, running, chosen, held])

  useEffect(() => {
    if (!call || !running || !chosen) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.code !== 'Space' || event.ctrlKey || event.metaKey || event.altKey) return
      if (isSpaceTheirs(event.target)) return
      // Held down it repeats, and would scroll the page each time.
      event.preventDefault()
      hold()
    }
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.code === 'Space') release()
    }
    addEventListener('keydown', onKeyDown)
    addEventListener('keyup', onKeyUp)
    // The key is let go in another window, and nobody tells this one.
    addEventListener('blur', release)
    return () => {
      removeEventListener('keydown', onKeyDown)
      removeEventListener('keyup', onKeyUp)
      removeEventListener('blur', release)
      setHeld(false)
      call.setMuted(false)
    }
  }, [call, running, chosen, hold, release])

  return { chosen, held, choose, hold, release }
}

/** In a text field Space is a letter, and on a button other than ours it presses that. */
function isSpaceTheirs(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[data-hold-to-talk]')) return false
  return target.isContentEditable || target.matches('input, textarea, select, button, a, summary')
}
