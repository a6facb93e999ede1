import { join } from 'node:path'
import type { Archive } from '../archive/archive.ts'
import { DirectoryArchive } from '../archive/directory-archive.ts'
import { GcsArchive } from '../archive/gcs-archive.ts'
import type { StorageConfig } from '../config.ts'

/** The bucket, or a directory where there is none. */
export async function createArchive({ dataDir, bucketName }: StorageConfig): Promise<Archive> {
  if (bucketName !== undefined) return new GcsArchive({ bucketName })
  return DirectoryArchive.open(join(dataDir, 'archive'))
}
