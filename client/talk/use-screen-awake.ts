import { useEffect } from 'react'
import { browserPageLife } from '../sdk/browser-page-life.ts'
import { ScreenAwake } from './screen-awake.ts'

/** Keeps the screen on while `active`, where the browser can do that. */
export function useScreenAwake(active: boolean): void {
  useEffect(() => {
    // Missing over plain HTTP and in older browsers, whatever the DOM types say.
    if (!active || !('wakeLock' in navigator)) return
    const awake = new ScreenAwake({
      request: () => navigator.wakeLock.request('screen'),
      page: browserPageLife,
    })
    return () => awake.close()
  }, [active])
}
