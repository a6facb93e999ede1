import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/Paper.css'
import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import styles from './question-dialog.module.css'

export interface QuestionDialogProps {
  question: 'leave' | 'replace'
  isOpen: boolean
  onStay: () => void
  onLeave: () => void
}

/** Asks before something that was written is lost. The safe answer has the focus. */
export function QuestionDialog({ question, isOpen, onStay, onLeave }: QuestionDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal
      centered
      opened={isOpen}
      onClose={onStay}
      radius="lg"
      withCloseButton={false}
      title={t(`scenarioEditor.${question}.title`)}
      classNames={{ title: styles.title ?? '' }}
    >
      <p>{t(`scenarioEditor.${question}.body`)}</p>
      <div className={styles.actions}>
        <Button radius="xl" variant="default" data-testid="question-leave" onClick={onLeave}>
          {t(`scenarioEditor.${question}.leave`)}
        </Button>
        <Button radius="xl" data-autofocus data-testid="question-stay" onClick={onStay}>
          {t(`scenarioEditor.${question}.stay`)}
        </Button>
      </div>
    </Modal>
  )
}
