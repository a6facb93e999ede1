import { type RefObject, useEffect } from 'react'
import type { CallLevels } from '../sdk/call-peer.ts'
import { smoothLevel } from './smooth-level.ts'

/**
 * Writes how loud both sides are into `--user-level` and `--partner-level` of an element, frame by frame and
 * past React, which would be kept busy with nothing else.
 */
export function useLevels(
  source: { levels(): CallLevels } | undefined,
  active: boolean,
  element: RefObject<HTMLElement | null>,
) {
  useEffect(() => {
    const target = element.current
    if (!source || !active || !target) return
    let shown = { user: 0, partner: 0 }
    let lastMs = performance.now()
    let frame = requestAnimationFrame(function show(nowMs) {
      const { user, partner } = source.levels()
      const elapsedMs = Math.max(0, nowMs - lastMs)
      lastMs = nowMs
      shown = {
        user: smoothLevel(shown.user, user, elapsedMs),
        partner: smoothLevel(shown.partner, partner, elapsedMs),
      }
      target.style.setProperty('--user-level', shown.user.toFixed(3))
      target.style.setProperty('--partner-level', shown.partner.toFixed(3))
      frame = requestAnimationFrame(show)
    })
    return () => {
      cancelAnimationFrame(frame)
      target.style.removeProperty('--user-level')
      target.style.removeProperty('--partner-level')
    }
  }, [source, active, element])
}
