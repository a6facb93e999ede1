import { useEffect, useState } from 'react'
import type { NetworkStats } from '../sdk/network-stats.ts'
import type { TalkCall } from '../sdk/talk-call.ts'

/** Slower than it is measured: a sign that flickers tells less. */
const LOOK_MS = 1_000

/** How the sound of a call is carried. Looked up once a second, so that nothing else is drawn anew for it. */
export function useNetwork(call: TalkCall): NetworkStats | undefined {
  const [network, setNetwork] = useState(() => call.network())
  useEffect(() => {
    const timer = setInterval(() => setNetwork(call.network()), LOOK_MS)
    return () => clearInterval(timer)
  }, [call])
  return network
}
