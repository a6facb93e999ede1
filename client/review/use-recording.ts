import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react'
import { RecordingPlayer, stillPlayer } from './recording-player.ts'

/** The recording of a talk comes some seconds after its end. */
const MISSING_REFETCH_MS = 4_000
/** What is not there after so many looks does not come any more. */
const MAX_LOOKS = 15

export function recordingUrl(talkId: string): string {
  return `/talks/${encodeURIComponent(talkId)}/recording`
}

/** `later`: the talk still runs. */
export type RecordingState = 'later' | 'looking' | 'missing' | 'there'

/** Whether a talk has a recording; one that was held just now may get it yet. */
export function useRecordingState(talkId: string, isOver: boolean): RecordingState {
  const { data } = useQuery({
    queryKey: ['recording', talkId],
    queryFn: async ({ signal }) => (await fetch(recordingUrl(talkId), { method: 'HEAD', signal })).ok,
    enabled: isOver,
    refetchInterval: ({ state }) =>
      state.data !== true && state.dataUpdateCount + state.errorUpdateCount < MAX_LOOKS
        ? MISSING_REFETCH_MS
        : false,
  })
  if (!isOver) return 'later'
  if (data === undefined) return 'looking'
  return data ? 'there' : 'missing'
}

/** The player of an `<audio>` that is there. React reads it, and holds nothing of it. */
export function usePlayer(
  audio: RefObject<HTMLAudioElement | null>,
  isThere: boolean,
): RecordingPlayer | undefined {
  const [player, setPlayer] = useState<RecordingPlayer>()
  useEffect(() => {
    if (!isThere || !audio.current) return undefined
    const created = new RecordingPlayer(audio.current)
    setPlayer(created)
    return () => {
      setPlayer(undefined)
      created.close()
    }
  }, [audio, isThere])
  return player
}

/** One thing of the player's state: drawn anew only when that changes. */
export function usePlayerValue<Value extends string | number | boolean | undefined>(
  player: RecordingPlayer | undefined,
  pick: (snapshot: ReturnType<RecordingPlayer['getSnapshot']>) => Value,
): Value {
  return useSyncExternalStore(player?.subscribe ?? subscribeToNothing, () =>
    pick(player?.getSnapshot() ?? stillPlayer),
  )
}

const subscribeToNothing = () => () => {}
