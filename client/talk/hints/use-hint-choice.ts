import { useLocalStorage } from '@mantine/hooks'

export interface HintChoice {
  chosen: boolean
  choose: (chosen: boolean) => void
}

/** Whether the user wants hints: not unless they say so, and then remembered by this browser. */
export function useHintChoice(): HintChoice {
  const [chosen, choose] = useLocalStorage({
    key: 'live-talk.hints',
    defaultValue: false,
    // Somebody else may have written it.
    deserialize: (text) => text === 'true',
    getInitialValueInEffect: false,
  })
  return { chosen, choose }
}
