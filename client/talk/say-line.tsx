import { ActionIcon, TextInput } from '@mantine/core'
import { IconSend2 } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_TEXT_CHARS } from '../../shared/limits.ts'
import { problemFrom } from '../sdk/call-problem.ts'
import type { TalkCall } from '../sdk/talk-call.ts'
import { problemWords } from '../ui/problem-words.ts'
import styles from './say-line.module.css'

/** For when speaking is not possible: a typed line as the user's turn. It stays here until it got through. */
export function SayLine({ call }: { call: TalkCall }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<string>()

  const send = async (event: FormEvent) => {
    event.preventDefault()
    const line = text.trim()
    if (line === '' || sending) return
    setSending(true)
    setFailure(undefined)
    try {
      await call.say(line)
      setText('')
    } catch (error) {
      const { title, body } = problemWords(t, problemFrom(error))
      setFailure(t('talk.sayFailed', { why: `${title} ${body}` }))
    } finally {
      setSending(false)
    }
  }

  return (
    <form className={styles.form} onSubmit={(event) => void send(event)}>
      <TextInput
        className={styles.field}
        classNames={{ input: styles.input }}
        radius="xl"
        size="md"
        aria-label={t('talk.say')}
        placeholder={t('talk.sayPlaceholder')}
        value={text}
        maxLength={MAX_TEXT_CHARS}
        autoComplete="off"
        enterKeyHint="send"
        error={failure}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={keepComposition}
      />
      <ActionIcon
        type="submit"
        size={42}
        radius="xl"
        aria-label={t('talk.send')}
        disabled={text.trim() === ''}
        loading={sending}
      >
        <IconSend2 size={20} stroke={1.8} />
      </ActionIcon>
    </form>
  )
}

/** The Enter that chooses a conversion must not send the line; Safari marks it by this key code alone. */
function keepComposition(event: KeyboardEvent): void {
  const composing = event.nativeEvent.isComposing || event.keyCode === 229
  if (event.key === 'Enter' && composing) event.preventDefault()
}
