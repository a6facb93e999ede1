import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { FeedbackStatus } from '../../shared/feedback.ts'
import { useLiveTalk } from '../trpc.ts'

/** How far the coach is with a talk, as it happens, and the request to read it (again). */
export function useFeedback(talkId: string) {
  const client = useLiveTalk()
  const queries = useQueryClient()
  const [watched, setWatched] = useState<{ status?: FeedbackStatus; error?: unknown }>({})
  // A watch ends with the coach's work; another request is watched anew.
  const [round, setRound] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is what it waits for
  useEffect(() => {
    const watch = client.feedback.watch.subscribe(
      { talkId },
      { onData: (status) => setWatched({ status }), onError: (error) => setWatched({ error }) },
    )
    return () => watch.unsubscribe()
  }, [client, talkId, round])

  const request = useMutation({
    mutationFn: () => client.feedback.request.mutate({ talkId }),
    onSuccess: (status) => {
      setWatched({ status })
      setRound((before) => before + 1)
      void queries.invalidateQueries({ queryKey: ['feedback.trend'] })
    },
  })
  return { ...watched, watchAgain: () => setRound((before) => before + 1), request }
}
