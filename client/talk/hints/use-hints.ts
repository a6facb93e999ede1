import { useEffect, useState } from 'react'
import type { ScenarioView } from '../../../shared/scenario.ts'
import type { TalkCall } from '../../sdk/talk-call.ts'
import type { Hint } from './hint.ts'
import { HintWatch } from './hint-watch.ts'

export interface HintsOptions {
  call: TalkCall | undefined
  scenario: ScenarioView
  /** Whether there is a call to look at. */
  running: boolean
  /** No hint is wanted, or the user is told something that matters more. */
  held: boolean
}

/** The hint that is to be seen now, if there is one. */
export function useHints({ call, scenario, running, held }: HintsOptions): Hint | undefined {
  const [watch, setWatch] = useState<HintWatch>()
  const [hint, setHint] = useState<Hint>()
  useEffect(() => {
    if (!call || !running) return
    const created = new HintWatch({ call, scenario, onHint: setHint })
    setWatch(created)
    return () => {
      created.close()
      setWatch(undefined)
      setHint(undefined)
    }
  }, [call, scenario, running])
  useEffect(() => watch?.hold(held), [watch, held])
  // Also in the frame before the watch has heard of it.
  return held ? undefined : hint
}
