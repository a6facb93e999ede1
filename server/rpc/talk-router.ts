import { tracked } from '@trpc/server'
import { z } from 'zod'
import { iceCandidateInit, sessionOffer } from '../../shared/ice.ts'
import {
  MAX_CURSOR_CHARS,
  MAX_ID_CHARS,
  MAX_PAGE_SIZE,
  MAX_SEARCH_CHARS,
  MAX_TEXT_CHARS,
} from '../../shared/limits.ts'
import type { TalkRecord, TalkSummary } from '../../shared/talk.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import { TalkError } from '../errors.ts'
import { workAfterRemoval } from '../keeping/work-after-talk.ts'
import type { ScenarioCatalogue } from '../scenarios/scenario-catalogue.ts'
import { findTalk } from '../store/find-talk.ts'
import type { Page, TalkStore } from '../store/talk-store.ts'
import type { RunningTalk } from '../talk/running-talk.ts'
import type { TalkRegistry } from '../talk/talk-registry.ts'
import { procedure, router } from './trpc.ts'

const talkId = z.string().min(1).max(MAX_ID_CHARS)

export function createTalkRouter({
  registry,
  scenarios,
  store,
}: {
  registry: TalkRegistry
  scenarios: ScenarioCatalogue
  store: TalkStore
}) {
  return router({
    connect: procedure
      .input(
        z.object({
          scenarioId: z.string().max(MAX_ID_CHARS),
          /** Begins a talk; one that is resumed goes on by `restart`. */
          offer: sessionOffer.optional(),
          /**
           * Put in by tRPC's client when it comes back after a drop, and by a page that was reloaded: goes on with
           * that talk, offer or not.
           */
          lastEventId: z.string().max(200).nullish(),
        }),
      )
      // What is thrown here is a typed refusal; what were thrown by the stream itself would not be.
      .subscription(async ({ input, ctx, signal = new AbortController().signal }) => {
        if (input.lastEventId != null) {
          const resumed = registry.resume(ctx.caller, input.lastEventId)
          return resumed ? events(resumed.talk, resumed.afterNumber, signal) : unknownTalk(input.lastEventId)
        }
        if (!input.offer) throw new TalkError('badOffer', 'A talk begins with an offer.')
        const scenario = await scenarios.get(input.scenarioId, ctx.caller.scope)
        const media = { type: 'webrtc', offerSdp: input.offer.sdp } as const
        const talk = await registry.open(ctx.caller, scenario, media)
        return events(talk, 0, signal)
      }),

    candidate: procedure
      .input(z.object({ talkId, candidate: iceCandidateInit.nullable() }))
      .mutation(({ input, ctx }) =>
        registry.command(ctx.caller, input.talkId, { type: 'candidate', candidate: input.candidate }),
      ),

    restart: procedure
      .input(z.object({ talkId, offer: sessionOffer }))
      .mutation(async ({ input, ctx }): Promise<{ type: 'answer'; sdp: string }> => {
        const command = { type: 'restart', offerSdp: input.offer.sdp } as const
        const sdp = await registry.command(ctx.caller, input.talkId, command)
        if (sdp === undefined) throw new Error('a restart was taken but not answered')
        return { type: 'answer', sdp }
      }),

    say: procedure
      .input(z.object({ talkId, text: z.string().trim().min(1).max(MAX_TEXT_CHARS) }))
      .mutation(({ input, ctx }) =>
        registry.command(ctx.caller, input.talkId, { type: 'say', text: input.text }),
      ),

    end: procedure
      .input(z.object({ talkId }))
      .mutation(({ input, ctx }) =>
        registry.command(ctx.caller, input.talkId, { type: 'end', reason: 'hungUp' }),
      ),

    /** The client goes away and may come back, as a page does that is reloaded: it has 10 s to. */
    leave: procedure
      .input(z.object({ talkId }))
      .mutation(({ input, ctx }) => registry.command(ctx.caller, input.talkId, { type: 'leave' })),

    get: procedure
      .input(z.object({ talkId }))
      .query(async ({ input, ctx }): Promise<Omit<TalkRecord, 'owner'>> => {
        const record = await findTalk(store, input.talkId, ctx.caller.scope)
        const { owner: _, ...shown } = record
        const media = await registry.stats(record.id)
        return media ? { ...shown, media } : shown
      }),

    /** Newest first. `text` is looked for in what was said and in the scenario's title. */
    list: procedure
      .input(
        z
          .object({
            limit: z.int().min(1).max(MAX_PAGE_SIZE).default(20),
            cursor: z.string().max(MAX_CURSOR_CHARS).nullish(),
            scenarioId: z.string().max(MAX_ID_CHARS).optional(),
            text: z.string().max(MAX_SEARCH_CHARS).optional(),
            from: z.date().optional(),
            to: z.date().optional(),
          })
          .default({ limit: 20 }),
      )
      .query(
        ({ input, ctx }): Promise<Page<TalkSummary>> =>
          store.list(ctx.caller.scope, { ...input, cursor: input.cursor ?? undefined }),
      ),

    /** Takes a talk away that has ended, with its sound and feedback, everywhere. */
    remove: procedure.input(z.object({ talkId })).mutation(async ({ input, ctx }) => {
      const record = await findTalk(store, input.talkId, ctx.caller.scope)
      if (record.state !== 'ended')
        throw new TalkError('badInput', 'The talk is still running. End it first.')
      await store.remove(input.talkId, ctx.caller.scope, { jobs: workAfterRemoval(input.talkId) })
    }),
  })
}

async function* events(talk: RunningTalk, afterNumber: number, signal: AbortSignal) {
  for await (const { id, event } of talk.read(afterNumber, signal)) yield tracked(id, event)
}

/** A client came back to a talk that is long over, or that ran on a server before this one. */
async function* unknownTalk(lastEventId: string) {
  const ended: TalkEvent = { type: 'state', state: 'ended', reason: 'talkNotFound' }
  yield tracked(lastEventId, ended)
}
