/** The element's id of the field with that path, such as `rubric.0.label`. */
export const fieldId = (field: string) => `field-${field.replaceAll('.', '-')}`

/** Takes whoever tried to save to the first field, from the top, with which something is wrong. */
export function focusFirst(fields: readonly string[]): void {
  const [first] = fields
    .map((field) => document.getElementById(fieldId(field)))
    .filter((element) => element !== null)
    .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  first?.focus()
}
