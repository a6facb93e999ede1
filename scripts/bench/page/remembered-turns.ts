import type { Page } from '@playwright/test'
import { z } from 'zod'
import type { Turn } from '../../../shared/turn.ts'

const question = z.object({ id: z.number(), params: z.object({ path: z.string() }) })
const answer = z.object({
  id: z.number(),
  result: z.looseObject({ data: z.looseObject({ json: z.looseObject({ turns: z.array(z.unknown()) }) }) }),
})

/**
 * A page that comes back to a talk is told of these turns too, all before the talk's own. All else is the real
 * server's. Call before the page is opened.
 */
export async function rememberTurns(page: Page, turns: readonly Turn[]): Promise<void> {
  const lastMs = turns.at(-1)?.endMs ?? 0
  const earlier = turns.map((turn) => ({
    ...turn,
    id: `earlier-${turn.id}`,
    startMs: turn.startMs - lastMs,
    endMs: turn.endMs - lastMs,
  }))
  await page.routeWebSocket(/\/trpc\b/, (toPage) => {
    const toServer = toPage.connectToServer()
    const asked = new Set<number>()
    toPage.onMessage((message) => {
      for (const each of messagesIn(message)) {
        const { success, data } = question.safeParse(each)
        if (success && data.params.path === 'talk.get') asked.add(data.id)
      }
      toServer.send(message)
    })
    toServer.onMessage((message) => {
      const { success, data } = answer.safeParse(messagesIn(message)[0])
      if (!success || !asked.has(data.id)) return toPage.send(message)
      data.result.data.json.turns.unshift(...earlier)
      toPage.send(JSON.stringify(data))
    })
  })
}

/** None in a sign of life. */
function messagesIn(frame: string | Buffer): unknown[] {
  const text = String(frame)
  return text.startsWith('{') || text.startsWith('[') ? [JSON.parse(text)].flat() : []
}
