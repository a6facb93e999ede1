import { open } from 'node:fs/promises'

/** Makes what was written to a file survive a loss of power (fsync(2)). */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The same for what was created, renamed or removed in a directory: to the kernel it is a file as well. */
export const syncDirectory = syncFile
