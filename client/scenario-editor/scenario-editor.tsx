import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { saveText } from '../ui/save-text.ts'
import { useServerInfo } from '../ui/use-server-info.ts'
import { ConductFields } from './conduct-fields.tsx'
import { type Draft, draftOf } from './draft.ts'
import { EditorHead } from './editor-head.tsx'
import { focusFirst } from './field-id.ts'
import { FileNote } from './file-note.tsx'
import { Note } from './note.tsx'
import { OpeningFields } from './opening-fields.tsx'
import { PartnerFields } from './partner-fields.tsx'
import { QuestionDialog } from './question-dialog.tsx'
import { RubricFields } from './rubric-fields.tsx'
import { SaveBar } from './save-bar.tsx'
import styles from './scenario-editor.module.css'
import { scenarioFile } from './scenario-export.ts'
import { type ReadFile, readScenarioFile } from './scenario-import.ts'
import { SceneFields } from './scene-fields.tsx'
import { useDraftForm } from './use-draft-form.ts'
import { useLeaveGuard } from './use-leave-guard.ts'
import { useSaveScenario } from './use-save-scenario.ts'

export interface ScenarioEditorProps {
  title: string
  /** What would not be lost: nothing yet, or what is saved. */
  start: Draft
  /** Which id a scenario from a file gets. */
  idFor: (fileId: string) => string
  /** A file that was opened on the way here. */
  opened?: ReadFile | undefined
  /** To be said before the form. */
  note?: ReactNode
}

/** The form of a scenario: fill, check, save; from a file and to one. */
export function ScenarioEditor({ title, start, idFor, opened, note }: ScenarioEditorProps) {
  const { t } = useTranslation()
  const [, navigate] = useLocation()
  const { data: info } = useServerInfo()
  const ofFile = ({ scenario }: ReadFile & { problem?: undefined }) =>
    draftOf({ ...scenario, id: idFor(scenario.id) })
  const { form, problems, isChanged, fill, check } = useDraftForm(
    start,
    // Only the first time: later ones are the user's.
    opened && !opened.problem ? ofFile(opened) : start,
  )
  const [file, setFile] = useState(opened)
  /** What waits for an answer: whether it may take the place of what was written. */
  const [replacement, setReplacement] = useState<Draft>()
  const save = useSaveScenario(({ id }) => {
    navigate('/', { state: { savedScenario: id }, replace: true })
  })
  const guard = useLeaveGuard(isChanged)

  const checkAndFocus = () => {
    const checked = check()
    // When the words beside the fields are there.
    if (!checked.scenario) requestAnimationFrame(() => focusFirst(checked.problems.map(({ field }) => field)))
    return checked.scenario
  }
  return (
    <main id="main" className={styles.page}>
      <EditorHead
        title={title}
        onFile={(text) => {
          const read = readScenarioFile(text)
          setFile(read)
          if (read.problem) return
          if (isChanged) setReplacement(ofFile(read))
          else fill(ofFile(read))
        }}
        onExport={() => {
          const scenario = checkAndFocus()
          if (!scenario) return
          const { name, text } = scenarioFile(scenario)
          saveText(text, name, 'application/json')
        }}
      />
      {info?.partner === 'built-in' && <Note tone="calm" body={t('scenarioEditor.builtIn')} />}
      {note}
      {file && !replacement && <FileNote problem={file.problem} />}
      <form
        noValidate
        className={styles.form}
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault()
          const scenario = checkAndFocus()
          if (scenario && !save.isPending) save.mutate(scenario)
        }}
      >
        <SceneFields form={form} />
        <PartnerFields form={form} />
        <OpeningFields form={form} />
        <RubricFields form={form} />
        <ConductFields form={form} />
        <SaveBar
          problemCount={problems.length}
          isChanged={isChanged}
          isSaving={save.isPending}
          refusal={save.error}
        />
      </form>
      <QuestionDialog question="leave" isOpen={guard.isAsking} onStay={guard.stay} onLeave={guard.leave} />
      <QuestionDialog
        question="replace"
        isOpen={replacement !== undefined}
        onStay={() => {
          setReplacement(undefined)
          setFile(undefined)
        }}
        onLeave={() => {
          if (replacement) fill(replacement)
          setReplacement(undefined)
        }}
      />
    </main>
  )
}
