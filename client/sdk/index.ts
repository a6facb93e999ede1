/**
 * `live-talk/client`: hold a talk from a program of your own, in a page or in Node.
 *
 *     const client = createLiveTalkClient({ url: 'http://127.0.0.1:5000' })
 *     const call = new TalkCall({ client, createPeer: (events) => new BrowserCallPeer({ events, audio }) })
 *     call.subscribe(() => console.log(call.getSnapshot()))
 *     await call.start('it-manager-sato')
 */
export type { EndReason, ErrorReason } from '../../shared/error-reason.ts'
export type { IceCandidateInit, IceServer } from '../../shared/ice.ts'
export type { ScenarioView } from '../../shared/scenario.ts'
export type { TalkRecord, TalkSummary } from '../../shared/talk.ts'
export type { TalkEvent } from '../../shared/talk-event.ts'
export type { Role, Turn } from '../../shared/turn.ts'
export { BrowserCallPeer, type BrowserCallPeerOptions } from './browser-call-peer.ts'
export { browserNetworkChanges } from './browser-network-changes.ts'
export type { CallClock } from './call-clock.ts'
export type {
  CallLevels,
  CallPeer,
  CallPeerEvents,
  CreateCallPeer,
  IceSetup,
  PeerConnectionState,
  PeerReading,
  PeerTrouble,
} from './call-peer.ts'
export { CallError, type CallProblem, type CallProblemType, problemFrom } from './call-problem.ts'
export type { CallEnd, CallLinks, CallNotice, CallSnapshot, CallState, Caption } from './call-state.ts'
export type { KeptTalk } from './kept-talk.ts'
export { createLiveTalkClient, type LiveTalkClient, type LiveTalkClientOptions } from './live-talk-client.ts'
export type { MediaSocket, MediaSocketEvents, SocketCommand, SocketMessage } from './media-socket.ts'
export type { NetworkChanges } from './network-changes.ts'
export type { NetworkQuality, NetworkStats } from './network-stats.ts'
export type { TalkApi, TalkEventObserver } from './talk-api.ts'
export { TalkCall, type TalkCallOptions } from './talk-call.ts'
