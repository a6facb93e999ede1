import type { TalkRecord } from '../../shared/talk.ts'
import { type JobRequest, jobRequest } from '../store/job-queue.ts'
import type { SaveOptions } from '../store/talk-store.ts'
import { clearRecording, clearTalk, concludeTalk, evaluateTalk } from './job-kinds.ts'

/** What is due once a talk has ended, however it did: to be kept together with its end. */
export function workAfterTalk({
  id: talkId,
}: Pick<TalkRecord, 'id'>): Required<Pick<SaveOptions, 'jobs' | 'awaitsFeedback'>> {
  return {
    jobs: [jobRequest(concludeTalk, { talkId }), jobRequest(evaluateTalk, { talkId })],
    awaitsFeedback: true,
  }
}

/** What is due once a talk was removed. */
export function workAfterRemoval(talkId: string): JobRequest[] {
  return [jobRequest(clearTalk, { talkId }), jobRequest(clearRecording, { talkId })]
}
