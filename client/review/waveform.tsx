import { useComputedColorScheme } from '@mantine/core'
import { type RefObject, useEffect, useRef, useState } from 'react'
import WaveSurfer from 'wavesurfer.js'
import type { Turn } from '../../shared/turn.ts'
import { readPeaks } from './read-peaks.ts'
import styles from './waveform.module.css'
import { peaksOfTurns } from './waveform-peaks.ts'

/** Of one side. */
const HEIGHT_PX = 40

export interface WaveformProps {
  audio: RefObject<HTMLAudioElement | null>
  turns: readonly Turn[]
  url: string
  durationMs: number
}

/** Both sides one above the other: the user over the partner. A click goes there; the player's slider does for keys. */
export default function Waveform({ audio, turns, url, durationMs }: WaveformProps) {
  const container = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  const [peaks, setPeaks] = useState(() => peaksOfTurns(turns, durationMs))

  useEffect(() => {
    const leaving = new AbortController()
    void readPeaks({ url, durationMs, signal: leaving.signal }).then((read) => {
      if (read && !leaving.signal.aborted) setPeaks(read)
    })
    return () => leaving.abort()
  }, [url, durationMs])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the scheme
  useEffect(() => {
    if (!container.current || !audio.current) return undefined
    const colours = getComputedStyle(container.current)
    const colour = (name: string) => colours.getPropertyValue(name).trim()
    const bars = {
      height: HEIGHT_PX,
      barWidth: 2,
      barGap: 1,
      barRadius: 2,
      cursorColor: colour('--ink-soft'),
    }
    const wave = WaveSurfer.create({
      ...bars,
      container: container.current,
      media: audio.current,
      peaks: [peaks.user, peaks.partner],
      duration: durationMs / 1000,
      normalize: true,
      hideScrollbar: true,
      splitChannels: [
        { ...bars, waveColor: colour('--wave-user'), progressColor: colour('--accent') },
        { ...bars, waveColor: colour('--wave-partner'), progressColor: colour('--wave-partner-heard') },
      ],
    })
    return () => wave.destroy()
  }, [audio, peaks, durationMs, scheme])

  return <div ref={container} className={styles.wave} data-testid="waveform" aria-hidden="true" />
}
