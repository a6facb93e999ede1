import type { TalkArchive } from '../archive/talk-archive.ts'
import type { JobHandler } from '../store/job-queue.ts'
import type { TalkStore } from '../store/talk-store.ts'
import type { TalkSound } from './talk-sound.ts'

/** Clears the archive of a talk that was removed. */
export function talkClearing({
  talks,
  archive,
}: {
  talks: TalkStore
  archive: TalkArchive
}): JobHandler<{ talkId: string }> {
  return {
    async run({ talkId }) {
      await archive.removeTalk(talkId)
      // A database that is just being filled from the archive may have got it back meanwhile.
      await talks.remove(talkId, {})
    },
  }
}

/** Clears this server's disk of it. */
export function recordingClearing({ sound }: { sound: TalkSound }): JobHandler<{ talkId: string }> {
  return { run: ({ talkId }) => sound.dropLocal(talkId) }
}
