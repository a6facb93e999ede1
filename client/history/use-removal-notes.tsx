import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { UNDO_MS } from '../removal/pending-removals.ts'
import { removableTalk } from '../removal/removable.ts'
import { useRemovals } from '../removal/use-removals.ts'
import { problemFrom } from '../sdk/call-problem.ts'
import { problemWords } from '../ui/problem-words.ts'
import styles from './removal-note.module.css'

const noteOf = (talkId: string) => `removal ${talkId}`

/** Removals that say so, with a button to undo each for as long as that is possible. */
export function useRemovalNotes() {
  const { t } = useTranslation()
  const { hidden, remove, undo } = useRemovals(removableTalk, (talkId, error) => {
    const { title, body } = problemWords(t, problemFrom(error))
    notifications.show({
      color: 'red',
      title: t('history.notRemoved'),
      message: `${title}: ${body}`,
      id: talkId,
    })
  })
  // What a page has said does not stand on the next one.
  useEffect(() => () => notifications.clean(), [])
  return {
    hidden,
    remove(talkId: string) {
      remove(talkId)
      notifications.show({
        id: noteOf(talkId),
        color: 'pine',
        autoClose: UNDO_MS,
        closeButtonProps: { 'aria-label': t('history.close') },
        message: (
          <span className={styles.note}>
            {t('history.removed')}
            <Button
              variant="subtle"
              size="compact-sm"
              radius="xl"
              data-testid="undo"
              onClick={() => {
                undo(talkId)
                notifications.hide(noteOf(talkId))
              }}
            >
              {t('history.undo')}
            </Button>
          </span>
        ),
      })
    },
  }
}
