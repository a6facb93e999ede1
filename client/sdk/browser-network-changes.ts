import type { NetworkChanges } from './network-changes.ts'

/** The page's `online` event and, where the browser has it, the Network Information API's `change`. */
export const browserNetworkChanges: NetworkChanges = {
  subscribe(listener) {
    // Not in Safari and Firefox, and so not in the DOM types.
    const connection = 'connection' in navigator ? navigator.connection : undefined
    const target = connection instanceof EventTarget ? connection : undefined
    window.addEventListener('online', listener)
    target?.addEventListener('change', listener)
    return () => {
      window.removeEventListener('online', listener)
      target?.removeEventListener('change', listener)
    }
  },
}
