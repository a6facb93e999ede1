import { Button, TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MessageCard } from '../ui/message-card.tsx'
import { useTitle } from '../ui/use-title.ts'
import { signIn } from './session.ts'
import styles from './sign-in-card.module.css'

/** Asks for the user's token, and opens the page anew once it was right: its socket then knows who this is. */
export function SignInCard() {
  const { t } = useTranslation()
  const [token, setToken] = useState('')
  const [keep, setKeep] = useState(false)
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<'wrong' | 'unreachable'>()
  useTitle(t('signIn.title'))

  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (token.trim() === '' || sending) return
    setSending(true)
    setFailure(undefined)
    try {
      if (await signIn(token.trim(), keep)) location.reload()
      else setFailure('wrong')
    } catch {
      setFailure('unreachable')
    } finally {
      setSending(false)
    }
  }

  return (
    <main id="main">
      <MessageCard
        tone="calm"
        icon={<IconKey size={30} stroke={1.6} />}
        title={t('signIn.title')}
        body={t('signIn.body')}
      >
        <form className={styles.form} onSubmit={(event) => void send(event)}>
          <TextInput
            type="password"
            label={t('signIn.token')}
            size="md"
            radius="md"
            autoComplete="current-password"
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
            error={failure && t(`signIn.${failure}`)}
            data-testid="sign-in-token"
          />
          <label className={styles.keep}>
            <input
              type="checkbox"
              checked={keep}
              onChange={(event) => setKeep(event.currentTarget.checked)}
            />
            <span>{t('signIn.keep')}</span>
          </label>
          <Button type="submit" radius="xl" size="md" loading={sending} data-testid="sign-in">
            {t('signIn.submit')}
          </Button>
        </form>
      </MessageCard>
    </main>
  )
}
