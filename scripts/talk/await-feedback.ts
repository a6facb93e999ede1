import type { LiveTalkClient } from '../../client/sdk/live-talk-client.ts'
import type { FeedbackStatus } from '../../shared/feedback.ts'

/** A model takes half a minute for a long talk, and is tried again when it is overloaded. */
const FEEDBACK_TIMEOUT_MS = 180_000

export interface AwaitFeedbackOptions {
  client: LiveTalkClient
  talkId: string
  /** Each step of the coach's work, once. */
  onStage: (stage: string) => void
}

/**
 * Waits for what the coach makes of a talk.
 * @returns how it ended; undefined when it takes longer than anyone waits at a terminal
 * @throws what the server refuses it for
 */
export async function awaitFeedback({
  client,
  talkId,
  onStage,
}: AwaitFeedbackOptions): Promise<FeedbackStatus | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<FeedbackStatus | undefined>()
  let stage = ''
  const watching = client.feedback.watch.subscribe(
    { talkId },
    {
      onData: (status) => {
        if (status.status === 'done' || status.status === 'failed') resolve(status)
        if (status.status !== 'running' || status.stage === stage) return
        stage = status.stage
        onStage(stage)
      },
      onError: reject,
    },
  )
  const timer = setTimeout(() => resolve(undefined), FEEDBACK_TIMEOUT_MS)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    watching.unsubscribe()
  }
}
