import { copyFile, link } from 'node:fs/promises'
import { basename, join } from 'node:path'

/**
 * Gives a file a second name in a directory of the caller's, so that its bytes stay there whatever becomes of the
 * first one.
 * @returns the second name; undefined when there is no such file (any more)
 */
export async function holdFile(path: string, directory: string): Promise<string | undefined> {
  const held = join(directory, basename(path))
  try {
    // Not every file system has two names for a file.
    await link(path, held).catch(() => copyFile(path, held))
    return held
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
