import { stat } from 'node:fs/promises'

/** undefined where there is no such file (ENOENT). */
export async function unlessGone<T>(looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** How long a file is; undefined when there is none. */
export async function bytesOf(path: string): Promise<number | undefined> {
  return (await unlessGone(stat(path)))?.size
}
