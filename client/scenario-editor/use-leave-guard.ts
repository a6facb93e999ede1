import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'

export interface LeaveGuard {
  /** Somebody is about to leave, and has to be asked. */
  isAsking: boolean
  stay: () => void
  leave: () => void
}

/** Marks an entry of the history as one to stumble over. */
const MARK = 'leaveGuard'

/**
 * While there is something to lose: links, the back button and closing the tab ask first. Going back cannot be held
 * up, so an entry of the same address lies on top, and going back only takes that away. Whoever goes several steps
 * at once is not asked.
 */
export function useLeaveGuard(isGuarding: boolean): LeaveGuard {
  const [, navigate] = useLocation()
  const [goOn, setGoOn] = useState<() => void>()
  /** They have answered that they want to leave. */
  const isReleased = useRef(false)
  useEffect(() => {
    if (!isGuarding) return
    const ask = (way: () => void) => setGoOn(() => way)
    layMark()
    const beforeUnload = (event: BeforeUnloadEvent) => {
      if (!isReleased.current) event.preventDefault()
    }
    const click = (event: MouseEvent) => {
      const href = pageOf(event)
      if (href === undefined || isReleased.current) return
      event.preventDefault()
      event.stopPropagation()
      ask(() => navigate(href, { replace: true }))
    }
    const popState = () => {
      if (isReleased.current || isMarked()) return
      layMark()
      ask(() => history.go(-2))
    }
    addEventListener('beforeunload', beforeUnload)
    document.addEventListener('click', click, { capture: true })
    addEventListener('popstate', popState)
    return () => {
      removeEventListener('beforeunload', beforeUnload)
      document.removeEventListener('click', click, { capture: true })
      removeEventListener('popstate', popState)
    }
  }, [isGuarding, navigate])
  return {
    isAsking: goOn !== undefined,
    stay: () => setGoOn(undefined),
    leave() {
      isReleased.current = true
      setGoOn(undefined)
      goOn?.()
    },
  }
}

const stateNow = (): object =>
  typeof history.state === 'object' && history.state !== null ? history.state : {}
const isMarked = () => MARK in stateNow()

function layMark(): void {
  if (!isMarked()) history.pushState({ ...stateNow(), [MARK]: true }, '')
}

/** The page of ours that a click would open in place of this one. */
function pageOf(event: MouseEvent): string | undefined {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) {
    return undefined
  }
  const isElsewhere = link.origin !== location.origin
  const isHere = link.pathname === location.pathname && link.search === location.search
  return isElsewhere || isHere ? undefined : `${link.pathname}${link.search}${link.hash}`
}
