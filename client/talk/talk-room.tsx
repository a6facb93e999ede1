import { IconArrowLeft } from '@tabler/icons-react'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScenarioView } from '../../shared/scenario.ts'
import { BuiltInNote } from '../ui/built-in-note.tsx'
import { Brief } from './brief.tsx'
import { CallControls } from './call-controls.tsx'
import { CallNotices } from './call-notices.tsx'
import { Captions } from './captions.tsx'
import { DeviceMenu } from './devices/device-menu.tsx'
import { useDevices } from './devices/use-devices.ts'
import { EndCard } from './end-card.tsx'
import { HintLine } from './hints/hint-line.tsx'
import { HintSwitch } from './hints/hint-switch.tsx'
import { useHintChoice } from './hints/use-hint-choice.ts'
import { useHints } from './hints/use-hints.ts'
import { ReadyPanel } from './ready/ready-panel.tsx'
import { useSoundCheck } from './ready/use-sound-check.ts'
import { SayLine } from './say-line.tsx'
import { Stage } from './stage.tsx'
import styles from './talk-room.module.css'
import { useCallKeys } from './use-call-keys.ts'
import { useLevels } from './use-levels.ts'
import { usePushToTalk } from './use-push-to-talk.ts'
import { useScreenAwake } from './use-screen-awake.ts'
import { useShownNotices } from './use-shown-notices.ts'
import { useTalkCall } from './use-talk-call.ts'

/** One scenario and the calls held in it. Which parts are seen follows the state of the call. */
export function TalkRoom({ scenario }: { scenario: ScenarioView }) {
  const { t } = useTranslation()
  const room = useRef<HTMLElement>(null)
  const audio = useRef<HTMLAudioElement>(null)
  const devices = useDevices(audio)
  const { call, snapshot } = useTalkCall(audio, devices.chosen, scenario.id)
  const check = useSoundCheck()
  const [hangingUp, setHangingUp] = useState(false)
  const { state } = snapshot
  const running = state !== 'idle' && state !== 'ended'
  const talking = state === 'live' || state === 'reconnecting'

  // All of it inside the tap: what the check held is free when the call takes it.
  const start = () => {
    check.stop()
    void call?.start(scenario.id)
  }
  const toggleMute = useCallback(() => call?.setMuted(!call.getSnapshot().muted), [call])
  const hangUp = useCallback(() => {
    if (!call) return
    setHangingUp(true)
    void call.hangUp().finally(() => setHangingUp(false))
  }, [call])
  const pushToTalk = usePushToTalk(call, running)
  useCallKeys({ active: running, canMute: !pushToTalk.chosen, onToggleMute: toggleMute, onHangUp: hangUp })
  useLevels(call, running, room)
  useScreenAwake(running)
  const shownNotices = useShownNotices(snapshot)
  const hintChoice = useHintChoice()
  const mutedByChoice = snapshot.muted && !pushToTalk.chosen
  const held = !hintChoice.chosen || shownNotices.any || mutedByChoice || hangingUp
  const hint = useHints({ call, scenario, running, held })
  const hintSwitch = <HintSwitch choice={hintChoice} />

  return (
    <main id="main" ref={room} className={styles.room} data-phase={running ? 'running' : state}>
      {/* The captions that it would have are in the page. */}
      {/* biome-ignore lint/a11y/useMediaCaption: they stand in the transcript, live */}
      <audio ref={audio} data-testid="partner-audio" />
      <div className={styles.side}>
        <Link href="/" className={styles.back}>
          <IconArrowLeft size={18} stroke={1.8} aria-hidden="true" />
          {t('talk.back')}
        </Link>
        <Brief scenario={scenario} compact={running} />
      </div>
      <div className={styles.main}>
        {state === 'ended' ? (
          <EndCard call={snapshot} onTryAgain={start} />
        ) : (
          <Stage scenario={scenario} call={call} snapshot={snapshot} />
        )}
        {!talking && state !== 'ended' && (
          <div className={styles.note}>
            <BuiltInNote folded />
            {state === 'idle' && <ReadyPanel devices={devices} check={check} />}
          </div>
        )}
        {running && hintChoice.chosen && <HintLine hint={hint} />}
        <CallNotices snapshot={snapshot} shown={shownNotices} onPlay={() => audio.current?.play()} />
        <CallControls
          snapshot={snapshot}
          hangingUp={hangingUp}
          pushToTalk={pushToTalk}
          hintSwitch={hintSwitch}
          menu={
            call && (
              <DeviceMenu call={call} devices={devices}>
                {hintSwitch}
              </DeviceMenu>
            )
          }
          onStart={start}
          onToggleMute={toggleMute}
          onHangUp={hangUp}
        />
      </div>
      <div className={styles.words}>
        <Captions snapshot={snapshot} scenario={scenario} />
        {call && talking && <SayLine call={call} />}
      </div>
    </main>
  )
}
