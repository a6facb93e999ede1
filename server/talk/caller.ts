import type { TalkScope } from '../store/talk-store.ts'

/** Whoever calls, as far as talks are concerned. */
export interface Caller {
  /** undefined for a plain HTTP call in open mode, which has no name at all. */
  id: string | undefined
  /** Whether the id stays the same when the socket is lost and another one comes. */
  lasting: boolean
  /** Whose kept talks they may see. */
  scope: TalkScope
}

/**
 * Whether the caller may send commands to a running talk. Who has a name must be the one who holds the talk.
 * In open mode its unguessable id is enough for a plain HTTP call, which has no name; and for a client that is
 * known by its socket alone, once the socket that held the talk is gone: it may be the same client, come back.
 */
export function mayControl(caller: Caller, talk: { controller: Caller; watched: boolean }): boolean {
  if (caller.id === undefined || caller.id === talk.controller.id) return true
  return !talk.controller.lasting && !caller.lasting && !talk.watched
}
