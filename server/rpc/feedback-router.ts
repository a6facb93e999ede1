import { z } from 'zod'
import type { FeedbackStatus } from '../../shared/feedback.ts'
import type { FeedbackTrend } from '../../shared/feedback-trend.ts'
import { MAX_ID_CHARS } from '../../shared/limits.ts'
import type { FeedbackDesk } from '../keeping/feedback-desk.ts'
import { procedure, router } from './trpc.ts'

const ofTalk = z.object({ talkId: z.string().min(1).max(MAX_ID_CHARS) })

export function createFeedbackRouter({ feedback }: { feedback: FeedbackDesk }) {
  return router({
    /** Has a talk that is over read (again). */
    request: procedure
      .input(ofTalk)
      .mutation(
        ({ input, ctx }): Promise<FeedbackStatus> => feedback.request(input.talkId, ctx.caller.scope),
      ),

    get: procedure
      .input(ofTalk)
      .query(({ input, ctx }): Promise<FeedbackStatus> => feedback.get(input.talkId, ctx.caller.scope)),

    /** Ends after `done` or `failed`. */
    watch: procedure
      .input(ofTalk)
      // What is thrown here is a typed refusal; what were thrown by the stream itself would not be.
      .subscription(async ({ input, ctx, signal = new AbortController().signal }) => {
        await feedback.get(input.talkId, ctx.caller.scope)
        return feedback.watch(input.talkId, ctx.caller.scope, signal)
      }),

    trend: procedure
      .input(z.object({ scenarioId: z.string().max(MAX_ID_CHARS).optional() }).default({}))
      .query(({ input, ctx }): Promise<FeedbackTrend[]> => feedback.trend(ctx.caller.scope, input)),
  })
}
