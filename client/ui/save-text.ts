/** Hands a text over as a file, made here. */
export function saveText(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Not in this turn of the event loop: Safari has not begun to read it yet.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
