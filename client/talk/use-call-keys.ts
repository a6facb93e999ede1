import { useEffect } from 'react'

export interface CallKeys {
  /** Whether there is a call that keys could steer. */
  active: boolean
  /** Not where the microphone is open only while something is held. */
  canMute: boolean
  onToggleMute: () => void
  onHangUp: () => void
}

/**
 * M mutes, Esc hangs up. In a text field M is a letter, and Esc leaves the field first: a line half typed must
 * not end a talk.
 */
export function useCallKeys({ active, canMute, onToggleMute, onHangUp }: CallKeys): void {
  useEffect(() => {
    if (!active) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const field = textFieldOf(event.target)
      if (event.key === 'Escape') {
        event.preventDefault()
        if (field) field.blur()
        else onHangUp()
      } else if (event.key.toLowerCase() === 'm' && canMute && !field) {
        event.preventDefault()
        onToggleMute()
      }
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [active, canMute, onToggleMute, onHangUp])
}

function textFieldOf(target: EventTarget | null): HTMLElement | undefined {
  if (!(target instanceof HTMLElement)) return undefined
  const isField = target.matches(
    'textarea, select, input:not([type="radio"], [type="checkbox"], [type="button"])',
  )
  return isField || target.isContentEditable ? target : undefined
}
