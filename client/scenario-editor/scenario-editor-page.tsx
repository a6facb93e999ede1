import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'wouter'
import { useScenario, useScenarios } from '../scenarios/use-scenarios.ts'
import { FailedPage } from '../ui/failed-page.tsx'
import { MessageCard } from '../ui/message-card.tsx'
import { PageLoader } from '../ui/page-loader.tsx'
import { useTitle } from '../ui/use-title.ts'
import { draftOf, newDraft } from './draft.ts'
import { Note } from './note.tsx'
import { openedFile } from './opened-file.ts'
import { ScenarioEditor } from './scenario-editor.tsx'
import { idFor, newScenarioId } from './scenario-id.ts'
import { starterRubric } from './starter-rubric.ts'

/** `/scenarios/new`, with `?from=ID` as a copy; `/scenarios/:id/edit`. */
export default function ScenarioEditorPage({ scenarioId }: { scenarioId?: string }) {
  const { t } = useTranslation()
  const [search] = useSearchParams()
  const from = search.get('from')
  useTitle(t(scenarioId === undefined ? 'scenarioEditor.titleNew' : 'scenarioEditor.titleEdit'))
  if (scenarioId !== undefined) return <EditedScenario scenarioId={scenarioId} />
  return from ? <CopiedScenario key={from} scenarioId={from} /> : <NewScenario />
}

function NewScenario() {
  const { t, i18n } = useTranslation()
  const taken = useTakenIds()
  const [opened] = useState(() => openedFile(history.state))
  const [start] = useState(() => {
    const locale = i18n.language === 'ja' ? 'ja-JP' : 'en-US'
    return newDraft(newScenarioId(), locale, starterRubric(t, locale))
  })
  return (
    <ScenarioEditor
      title={t('scenarioEditor.titleNew')}
      start={start}
      opened={opened}
      idFor={(id) => idFor(id, taken)}
    />
  )
}

function CopiedScenario({ scenarioId }: { scenarioId: string }) {
  const { t } = useTranslation()
  const taken = useTakenIds()
  const { data: scenario, error, refetch } = useScenario(scenarioId)
  const [id] = useState(newScenarioId)
  if (error && !scenario) return <FailedPage error={error} onRetry={() => void refetch()} />
  if (!scenario) return <PageLoader />
  const title = t('scenarioEditor.copyOf', { title: scenario.title, lng: scenario.locale.slice(0, 2) })
  return (
    <ScenarioEditor
      title={t('scenarioEditor.titleNew')}
      start={draftOf({ ...scenario, id, title })}
      idFor={(fileId) => idFor(fileId, taken)}
      note={!scenario.isOwn && <Note tone="calm" body={t('scenarioEditor.personaNotCopied')} />}
    />
  )
}

function EditedScenario({ scenarioId }: { scenarioId: string }) {
  const { t } = useTranslation()
  const { data: scenario, error, refetch, isFetchedAfterMount } = useScenario(scenarioId)
  if (error && !scenario) return <FailedPage error={error} onRetry={() => void refetch()} />
  // What was known of it before may be older than what would be overwritten.
  if (!scenario || !isFetchedAfterMount) return <PageLoader />
  if (!scenario.isOwn) return <NotOwnScenario scenarioId={scenarioId} />
  return (
    <ScenarioEditor
      title={t('scenarioEditor.titleEdit')}
      start={draftOf(scenario)}
      idFor={() => scenarioId}
    />
  )
}

function NotOwnScenario({ scenarioId }: { scenarioId: string }) {
  const { t } = useTranslation()
  return (
    <main id="main">
      <MessageCard
        icon={<IconCopy size={30} stroke={1.6} />}
        title={t('scenarioEditor.notOwn.title')}
        body={t('scenarioEditor.notOwn.body')}
        actions={
          <Button radius="xl" component={Link} href={`/scenarios/new?from=${scenarioId}`}>
            {t('scenarioEditor.notOwn.copy')}
          </Button>
        }
      />
    </main>
  )
}

/** Undefined until they are known. */
function useTakenIds(): ReadonlySet<string> | undefined {
  const { data: scenarios } = useScenarios()
  return scenarios && new Set(scenarios.map(({ id }) => id))
}
