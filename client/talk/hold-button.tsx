import { Button } from '@mantine/core'
import { IconMicrophone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './call-controls.module.css'
import type { PushToTalk } from './use-push-to-talk.ts'

/** Held, the microphone is open. Space does the same, also while the button has the focus. */
export function HoldButton({ pushToTalk }: { pushToTalk: PushToTalk }) {
  const { t } = useTranslation()
  const { held, hold, release } = pushToTalk
  return (
    <Button
      variant="default"
      radius="xl"
      size="lg"
      className={styles.hold}
      leftSection={<IconMicrophone size={22} stroke={1.7} />}
      aria-pressed={held}
      onPointerDown={(event) => {
        // So that it is also let go when the pointer has left the button.
        event.currentTarget.setPointerCapture(event.pointerId)
        hold()
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      data-hold-to-talk
      data-testid="talk-hold"
    >
      {t('talk.holdToTalk')}
    </Button>
  )
}
