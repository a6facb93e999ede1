import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react'
import { BrowserCallPeer } from '../sdk/browser-call-peer.ts'
import { browserNetworkChanges } from '../sdk/browser-network-changes.ts'
import { type CallSnapshot, idleCall } from '../sdk/call-state.ts'
import { TalkCall } from '../sdk/talk-call.ts'
import { useLiveTalk } from '../trpc.ts'
import type { ChosenDevices } from './devices/chosen-devices.ts'
import { soundWorkletUrl } from './sound-worklet-url.ts'

/**
 * The call of this page: made when the page is shown, ended when it is left or closed. React reads it, and holds
 * nothing of it.
 * @param audio plays the partner
 */
export function useTalkCall(
  audio: RefObject<HTMLAudioElement | null>,
  chosen: ChosenDevices,
): {
  call: TalkCall | undefined
  snapshot: CallSnapshot
} {
  const client = useLiveTalk()
  const [call, setCall] = useState<TalkCall>()
  useEffect(() => {
    const created = new TalkCall({
      client,
      networkChanges: browserNetworkChanges,
      createPeer: (events) => {
        if (!audio.current) throw new Error('The audio element is not there yet.')
        const { microphone: microphoneId } = chosen.getSnapshot()
        return new BrowserCallPeer({
          events,
          audio: audio.current,
          microphoneId,
          workletUrl: soundWorkletUrl,
        })
      },
    })
    setCall(created)
    // Not `close`: a page that comes back from the browser's cache can start the next call.
    const leave = () => void created.leave()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      void created.close()
    }
  }, [client, audio, chosen])
  const snapshot = useSyncExternalStore(call?.subscribe ?? subscribeToNothing, call?.getSnapshot ?? noCall)
  return { call, snapshot }
}

const subscribeToNothing = () => () => {}
const noCall = (): CallSnapshot => idleCall
