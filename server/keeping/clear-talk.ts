import type { TalkArchive } from '../archive/talk-archive.ts'
import type { JobHandler } from '../store/job-queue.ts'
import type { TalkSound } from './talk-sound.ts'

/** Clears the archive of a talk that was removed. */
export function talkClearing({ archive }: { archive: TalkArchive }): JobHandler<{ talkId: string }> {
  return { run: ({ talkId }) => archive.removeTalk(talkId) }
}

/** Clears this server's disk of it. */
export function recordingClearing({ sound }: { sound: TalkSound }): JobHandler<{ talkId: string }> {
  return { run: ({ talkId }) => sound.dropLocal(talkId) }
}
