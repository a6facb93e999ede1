import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconHistory, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { signOut } from '../sign-in/session.ts'
import { BrandMark } from './brand-mark.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import styles from './page-header.module.css'
import { useServerInfo } from './use-server-info.ts'

/** What stands above every page: the way home and to the history, the language, the colours. */
export function PageHeader() {
  const { t } = useTranslation()
  const name = useServerInfo().data?.signedInAs
  return (
    <header className={styles.header} data-signed-in={name !== undefined}>
      <a className={styles.skip} href="#main">
        {t('app.skip')}
      </a>
      <Link href="/" className={styles.home}>
        <BrandMark />
        <span className={styles.homeWord}>{t('app.title')}</span>
      </Link>
      <Link href="/talks" className={styles.history} aria-label={t('header.history')}>
        <IconHistory size={19} stroke={1.7} aria-hidden="true" />
        <span className={styles.historyWord}>{t('header.history')}</span>
      </Link>
      <LanguageSwitch />
      <ColourSwitch />
      {name !== undefined && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          radius="xl"
          aria-label={t('header.signOut', { name })}
          title={t('header.signOut', { name })}
          onClick={() => void signOut().then(() => location.assign('/'))}
          data-testid="sign-out"
        >
          <IconLogout size={19} stroke={1.7} />
        </ActionIcon>
      )}
    </header>
  )
}

function ColourSwitch() {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      radius="xl"
      aria-label={t(isDark ? 'header.toLight' : 'header.toDark')}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={19} stroke={1.7} /> : <IconMoon size={19} stroke={1.7} />}
    </ActionIcon>
  )
}
