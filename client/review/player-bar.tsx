import { ActionIcon } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatDuration } from '../talk/format-duration.ts'
import styles from './player-bar.module.css'
import type { RecordingPlayer } from './recording-player.ts'
import { usePlayerValue } from './use-recording.ts'

const SPEEDS = [1, 1.25, 1.5, 2, 0.75]
/** For the arrow keys on the slider. */
const STEP_MS = 1_000

/** Play, pause, where it is, how fast. */
export function PlayerBar({ player, talkMs }: { player: RecordingPlayer; talkMs: number }) {
  const { t } = useTranslation()
  const playing = usePlayerValue(player, (snapshot) => snapshot.playing)
  // Whole seconds: it is drawn anew no more often than it changes.
  const seconds = usePlayerValue(player, (snapshot) => Math.floor(snapshot.positionMs / 1000))
  const durationMs = usePlayerValue(player, (snapshot) => snapshot.durationMs) ?? talkMs
  const speed = usePlayerValue(player, (snapshot) => snapshot.speed)
  const Icon = playing ? IconPlayerPauseFilled : IconPlayerPlayFilled
  const times = { position: formatDuration(seconds * 1000), duration: formatDuration(durationMs) }
  return (
    <div className={styles.bar}>
      <ActionIcon
        size={44}
        radius="xl"
        aria-label={t(playing ? 'review.player.pause' : 'review.player.play')}
        data-testid="player-toggle"
        onClick={player.toggle}
      >
        <Icon size={20} />
      </ActionIcon>
      <input
        className={styles.slider}
        type="range"
        min={0}
        max={Math.max(1, durationMs)}
        step={STEP_MS}
        value={Math.min(seconds * 1000, durationMs)}
        aria-label={t('review.player.position')}
        aria-valuetext={t('review.player.positionOf', times)}
        onChange={(event) => player.seek(event.currentTarget.valueAsNumber)}
      />
      <span className={styles.time} data-testid="player-time" aria-hidden="true">
        {times.position}
        <span className={styles.whole}> / {times.duration}</span>
      </span>
      <button
        type="button"
        className={styles.speed}
        aria-label={t('review.player.speed', { speed })}
        onClick={() => player.setSpeed(SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1)}
      >
        {speed}×
      </button>
    </div>
  )
}
