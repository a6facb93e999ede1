/** PostgreSQL takes neither NUL nor half a surrogate pair, and models are known to send either. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/** The same for every text within; what comes out is plain JSON. */
export function storableJson(value: object): object {
  return JSON.parse(JSON.stringify(value), (_, each) =>
    typeof each === 'string' ? storableText(each) : each,
  )
}
