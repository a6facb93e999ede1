import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { systemCallClock } from '../sdk/call-clock.ts'
import { useLiveTalk } from '../trpc.ts'
import { PendingRemovals } from './pending-removals.ts'
import type { Removable } from './removable.ts'

export interface Removals {
  hidden: ReadonlySet<string>
  remove: (id: string) => void
  undo: (id: string) => void
}

/**
 * Removal with a time to change one's mind. What waits when this page is left, or the tab closed, is removed then.
 */
export function useRemovals(kind: Removable, onFailed: (id: string, error: unknown) => void): Removals {
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
      remove: (id) => kind.remove(client, id),
      onFailed: (id, error) => failed.current(id, error),
      onRemoved: (id) => {
        queries.removeQueries({ queryKey: [kind.answer, id] })
        for (const answer of kind.answersChanged) void queries.invalidateQueries({ queryKey: [answer] })
      },
      clock: systemCallClock,
    })
    setPending(created)
    const leave = () => removeBeforeLeaving(kind, created.take())
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      created.close()
    }
  }, [client, queries, kind])
  const hidden = useSyncExternalStore(
    pending?.subscribe ?? subscribeToNothing,
    pending?.getSnapshot ?? nothing,
  )
  return { hidden, remove: (id) => pending?.add(id), undo: (id) => pending?.undo(id) }
}

/** A page that goes away is given no time for its socket; a request that outlives it needs none. */
function removeBeforeLeaving({ procedure, inputOf }: Removable, ids: readonly string[]): void {
  for (const id of ids) {
    // tRPC's HTTP form of a mutation (https://trpc.io/docs/rpc), with the transformer's envelope.
    const body = JSON.stringify({ json: inputOf(id) })
    const headers = { 'content-type': 'application/json' }
    // Nobody is left to be told of a failure: it is then listed next time.
    void fetch(`/trpc/${procedure}`, { method: 'POST', keepalive: true, headers, body }).catch(
      () => undefined,
    )
  }
}

const none: ReadonlySet<string> = new Set()
const nothing = () => none
const subscribeToNothing = () => () => {}
