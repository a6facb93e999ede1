import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { CriterionFields } from './criterion-fields.tsx'
import { canAddCriterion, withNewCriterion, withoutCriterion } from './draft.ts'
import { fieldId } from './field-id.ts'
import { FormSection } from './form-section.tsx'
import styles from './rubric-fields.module.css'
import type { DraftForm } from './use-draft-form.ts'

/** What the coach judges by. */
export function RubricFields({ form }: { form: DraftForm }) {
  const { t } = useTranslation()
  const { draft, update, errorOf } = form
  const none = errorOf('rubric')
  const addId = fieldId('rubric')
  return (
    <FormSection name="rubric" hint={t('scenarioEditor.hint.rubric')}>
      <ol className={styles.list}>
        {draft.rubric.map((criterion, at) => (
          <li key={criterion.key}>
            <CriterionFields
              form={form}
              criterion={criterion}
              at={at}
              onRemove={() => {
                update((before) => withoutCriterion(before, criterion.key))
                // The button that had the focus is gone.
                document.getElementById(addId)?.focus()
              }}
            />
          </li>
        ))}
      </ol>
      {none && (
        <p className={styles.none} id={`${addId}-none`}>
          {none}
        </p>
      )}
      <Button
        id={addId}
        className={styles.add ?? ''}
        variant="light"
        radius="xl"
        leftSection={<IconPlus size={17} stroke={1.8} />}
        aria-describedby={none ? `${addId}-none` : undefined}
        disabled={!canAddCriterion(draft)}
        onClick={() => update(withNewCriterion)}
      >
        {t('scenarioEditor.addCriterion')}
      </Button>
    </FormSection>
  )
}
