import type { Caption } from './call-state.ts'
import type { TalkApi } from './talk-api.ts'

/** What was said in a talk so far. Empty where it cannot be had: without it the talk goes on all the same. */
export async function askCaptions(options: {
  client: TalkApi
  talkId: string
  signal: AbortSignal
}): Promise<readonly Caption[]> {
  const { client, talkId, signal } = options
  const { turns } = await client.talk.get.query({ talkId }, { signal }).catch(() => ({ turns: [] }))
  return turns.map(({ id, role, text, startMs, endMs, heardMs }) => {
    const caption = { turnId: id, role, text, final: true, startMs, endMs }
    return heardMs === undefined ? caption : { ...caption, heardMs }
  })
}
