import type { IceCandidateInit, IceServer, SessionOffer } from '../../shared/ice.ts'
import type { TalkEvent } from '../../shared/talk-event.ts'
import type { Turn } from '../../shared/turn.ts'
import type { IceSetup } from './call-peer.ts'

/** How the subscription of a talk speaks to its subscriber. The names are tRPC's. */
export interface TalkEventObserver {
  /** The server took it; again after each reconnect. */
  onStarted(): void
  /** `id` is the tracked id that a dropped socket resumes from; tRPC does that by itself. */
  onData(event: { id: string; data: TalkEvent }): void
  /** The server refused, or failed. Nothing comes after it. */
  onError(error: unknown): void
  /** The server closed the subscription. Nothing comes after it. */
  onComplete(): void
  /** `connecting` while there is no socket, `pending` while there is one. */
  onConnectionStateChange(state: { state: 'idle' | 'connecting' | 'pending' }): void
}

interface CallOptions {
  signal?: AbortSignal
}

/**
 * The part of the server that a call needs, in the shape of the tRPC client, which fits it as it is
 * (`createLiveTalkClient`); a test hands in its own.
 */
export interface TalkApi {
  server: {
    info: { query(input?: undefined, options?: CallOptions): Promise<Pick<IceSetup, 'iceTransportPolicy'>> }
    iceServers: { query(input?: undefined, options?: CallOptions): Promise<readonly IceServer[]> }
  }
  talk: {
    connect: {
      subscribe(
        input: { scenarioId: string; offer?: SessionOffer; lastEventId?: string },
        observer: TalkEventObserver,
      ): { unsubscribe(): void }
    }
    candidate: {
      mutate(input: { talkId: string; candidate: IceCandidateInit | null }): Promise<unknown>
    }
    restart: {
      mutate(input: { talkId: string; offer: SessionOffer }): Promise<{ type: 'answer'; sdp: string }>
    }
    say: { mutate(input: { talkId: string; text: string }): Promise<unknown> }
    /** What was said so far. */
    get: { query(input: { talkId: string }, options?: CallOptions): Promise<{ turns: readonly Turn[] }> }
    end: { mutate(input: { talkId: string }): Promise<unknown> }
  }
  /** Where a talk's sound goes over a WebSocket (subprotocol `live-talk.v1`), with what lets this client in. */
  mediaSocketUrl(target: { talkId: string } | { scenarioId: string }): Promise<string>
  /** As `talk.end`, but sent before this returns, and without a reply: for a page that is going away. */
  endTalkNow(talkId: string): void
  /** The page goes away and may come back: the server keeps the talk for it, 10 s. Sent as `endTalkNow` is. */
  leaveTalkNow(talkId: string): void
}
