import { ActionIcon, Button } from '@mantine/core'
import { IconCopy, IconFileDownload, IconPencil, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScenarioView } from '../../shared/scenario.ts'
import { scenarioFile } from '../scenario-editor/scenario-export.ts'
import { saveText } from '../ui/save-text.ts'
import styles from './scenario-actions.module.css'

export interface ScenarioActionsProps {
  scenario: ScenarioView
  onRemove: () => void
}

const icon = { size: 17, stroke: 1.7 }

/** What can be done with a scenario besides practising it: a copy of any, and all with one's own. */
export function ScenarioActions(props: ScenarioActionsProps) {
  const { t } = useTranslation()
  const { id, title, isOwn } = props.scenario
  if (isOwn) return <OwnActions {...props} />
  const label = t('scenarios.copyOurs', { title })
  return (
    <ActionIcon
      className={styles.corner ?? ''}
      variant="subtle"
      color="gray"
      size="lg"
      radius="xl"
      component={Link}
      href={`/scenarios/new?from=${id}`}
      aria-label={label}
      title={label}
    >
      <IconCopy {...icon} />
    </ActionIcon>
  )
}

function OwnActions({ scenario, onRemove }: ScenarioActionsProps) {
  const { t } = useTranslation()
  const { id, title } = scenario
  const look = { variant: 'subtle', color: 'gray', size: 'compact-sm', radius: 'xl' } as const
  return (
    <fieldset className={styles.strip} aria-label={t('scenarios.actions', { title })}>
      <Button
        {...look}
        component={Link}
        href={`/scenarios/${id}/edit`}
        leftSection={<IconPencil {...icon} />}
      >
        {t('scenarios.edit')}
      </Button>
      <Button
        {...look}
        component={Link}
        href={`/scenarios/new?from=${id}`}
        leftSection={<IconCopy {...icon} />}
      >
        {t('scenarios.copy')}
      </Button>
      <Button
        {...look}
        leftSection={<IconFileDownload {...icon} />}
        onClick={() => {
          const { name, text } = scenarioFile(scenario)
          saveText(text, name, 'application/json')
        }}
      >
        {t('scenarios.export')}
      </Button>
      <Button {...look} leftSection={<IconTrash {...icon} />} onClick={onRemove}>
        {t('scenarios.remove')}
      </Button>
    </fieldset>
  )
}
