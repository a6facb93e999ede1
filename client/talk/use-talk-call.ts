import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react'
import { BrowserCallPeer } from '../sdk/browser-call-peer.ts'
import { browserNetworkChanges } from '../sdk/browser-network-changes.ts'
import { type CallSnapshot, idleCall } from '../sdk/call-state.ts'
import { TalkCall } from '../sdk/talk-call.ts'
import { useLiveTalk } from '../trpc.ts'
import type { ChosenDevices } from './devices/chosen-devices.ts'
import { soundWorkletUrl } from './sound-worklet-url.ts'
import { TabTalk } from './tab-talk.ts'

/**
 * The call of this page: made when the page is shown, ended when it is left for another one of ours; a page that is
 * reloaded goes on with it. React reads it, and holds nothing of it.
 * @param audio plays the partner
 */
export function useTalkCall(
  audio: RefObject<HTMLAudioElement | null>,
  chosen: ChosenDevices,
  scenarioId: string,
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
    const tab = new TabTalk(sessionStorage)
    const resume = () => {
      const kept = tab.take(scenarioId)
      if (kept) void created.resume(kept)
    }
    // Reloaded or closed, nobody knows: the server waits a little, and the talk for the next page of this tab.
    const depart = () => {
      const kept = created.depart()
      if (kept) tab.keep(kept)
    }
    // Shown again out of the browser's cache.
    const onPageShow = ({ persisted }: PageTransitionEvent) => persisted && resume()
    addEventListener('pagehide', depart)
    addEventListener('pageshow', onPageShow)
    // Not for an effect that React tries out and takes back at once.
    const timer = setTimeout(resume)
    return () => {
      clearTimeout(timer)
      removeEventListener('pagehide', depart)
      removeEventListener('pageshow', onPageShow)
      void created.close()
    }
  }, [client, audio, chosen, scenarioId])
  const snapshot = useSyncExternalStore(call?.subscribe ?? subscribeToNothing, call?.getSnapshot ?? noCall)
  return { call, snapshot }
}

const subscribeToNothing = () => () => {}
const noCall = (): CallSnapshot => idleCall
