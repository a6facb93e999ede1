import type { TalkRecord } from '../../shared/talk.ts'
import { TalkError } from '../errors.ts'
import type { TalkScope, TalkStore } from './talk-store.ts'

/**
 * A talk that somebody asks for by its id. Of somebody else's talk it says the same as of none.
 * @throws TalkError talkNotFound
 */
export async function findTalk(talks: TalkStore, id: string, scope: TalkScope): Promise<TalkRecord> {
  const record = await talks.get(id, scope)
  if (!record) throw noSuchTalk()
  return record
}

export function noSuchTalk(): TalkError {
  return new TalkError('talkNotFound', 'There is no such talk (any more).')
}
