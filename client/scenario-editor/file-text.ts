/** A scenario with everything at its longest is 150 KB. */
export const MAX_FILE_BYTES = 262_144

/** The text of a file that was chosen; null when it is too large to be a scenario's, and then it is not read. */
export async function textOf(file: Blob): Promise<string | null> {
  return file.size > MAX_FILE_BYTES ? null : file.text()
}
