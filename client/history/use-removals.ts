import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { systemCallClock } from '../sdk/call-clock.ts'
import { useLiveTalk } from '../trpc.ts'
import { PendingRemovals } from './pending-removals.ts'

export interface Removals {
  hidden: ReadonlySet<string>
  remove: (talkId: string) => void
  undo: (talkId: string) => void
}

/**
 * Removal with a time to change one's mind. What waits when this page is left, or the tab closed, is removed then.
 */
export function useRemovals(onFailed: (talkId: string, error: unknown) => void): Removals {
  const client = useLiveTalk()
  const queries = useQueryClient()
  const [pending, setPending] = useState<PendingRemovals>()
  // Its words are those of the language that is shown then; a new one must not end what waits.
  const failed = useRef(onFailed)
  useEffect(() => {
    failed.current = onFailed
  })
  useEffect(() => {
    const created = new PendingRemovals({
      remove: (talkId) => client.talk.remove.mutate({ talkId }),
      onFailed: (talkId, error) => failed.current(talkId, error),
      onRemoved: (talkId) => {
        queries.removeQueries({ queryKey: ['talk.get', talkId] })
        void queries.invalidateQueries({ queryKey: ['talk.list'] })
        void queries.invalidateQueries({ queryKey: ['feedback.trend'] })
      },
      clock: systemCallClock,
    })
    setPending(created)
    const leave = () => removeBeforeLeaving(created.take())
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      created.close()
    }
  }, [client, queries])
  const hidden = useSyncExternalStore(
    pending?.subscribe ?? subscribeToNothing,
    pending?.getSnapshot ?? nothing,
  )
  return { hidden, remove: (talkId) => pending?.add(talkId), undo: (talkId) => pending?.undo(talkId) }
}

/** A page that goes away is given no time for its socket; a request that outlives it needs none. */
function removeBeforeLeaving(talkIds: readonly string[]): void {
  for (const talkId of talkIds) {
    // tRPC's HTTP form of a mutation (https://trpc.io/docs/rpc), with the transformer's envelope.
    const body = JSON.stringify({ json: { talkId } })
    const headers = { 'content-type': 'application/json' }
    // Nobody is left to be told of a failure: the talk is then listed next time.
    void fetch('/trpc/talk.remove', { method: 'POST', keepalive: true, headers, body }).catch(() => undefined)
  }
}

const none: ReadonlySet<string> = new Set()
const nothing = () => none
const subscribeToNothing = () => () => {}
