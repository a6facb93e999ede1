import type { PageLife } from './page-life.ts'

/** Those that unlock sound (HTML Standard, activation triggering input events). */
const TOUCHES = ['pointerup', 'touchend', 'keydown'] as const

/** By the Page Visibility of the HTML Standard, section 6.2. */
export const browserPageLife: PageLife = {
  get visible() {
    return document.visibilityState === 'visible'
  },
  onShown(listener) {
    const onChange = () => {
      if (document.visibilityState === 'visible') listener()
    }
    document.addEventListener('visibilitychange', onChange)
    return () => document.removeEventListener('visibilitychange', onChange)
  },
  onTouched(listener) {
    const options = { capture: true, passive: true }
    for (const type of TOUCHES) document.addEventListener(type, listener, options)
    return () => {
      for (const type of TOUCHES) document.removeEventListener(type, listener, options)
    }
  },
}
