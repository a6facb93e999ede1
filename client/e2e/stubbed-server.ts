import type { Page, WebSocketRoute } from '@playwright/test'
import superjson from 'superjson'
import { z } from 'zod'
import type { ErrorReason } from '../../shared/error-reason.ts'
import type { FeedbackStatus } from '../../shared/feedback.ts'

/** What a procedure answers; a `Refusal` that is thrown becomes the typed error that the server would send. */
export type Answers = Record<string, (input: unknown) => unknown>

export class Refusal extends Error {
  readonly reason: ErrorReason

  constructor(reason: ErrorReason) {
    super(reason)
    this.reason = reason
  }
}

const call = z.object({
  id: z.union([z.number(), z.string()]),
  method: z.enum(['query', 'mutation', 'subscription', 'subscription.stop']),
  params: z.object({ path: z.string(), input: z.unknown() }).optional(),
})

/**
 * Stands where the page's tRPC socket meets the network, and answers in its wire form (https://trpc.io/docs/rpc).
 * Everything else comes from the real server.
 */
export class StubbedServer {
  /** What was asked, in its order. */
  readonly asked: { path: string; input: unknown }[] = []
  readonly #answers: Answers
  readonly #watches = new Map<string, (status: FeedbackStatus) => void>()

  private constructor(answers: Answers) {
    this.#answers = answers
  }

  /** Call before the page is opened. */
  static async under(page: Page, answers: Answers): Promise<StubbedServer> {
    const stub = new StubbedServer(answers)
    await page.routeWebSocket(/\/trpc\b/, (socket) => {
      socket.onMessage((message) => stub.#hear(socket, String(message)))
    })
    return stub
  }

  inputsOf(path: string): unknown[] {
    return this.asked.filter((each) => each.path === path).map(({ input }) => input)
  }

  /** Tells every watch of feedback. */
  tell(status: FeedbackStatus): void {
    for (const watch of this.#watches.values()) watch(status)
  }

  #hear(socket: WebSocketRoute, text: string): void {
    if (text === 'PING') {
      socket.send('PONG')
      return
    }
    for (const message of [JSON.parse(text)].flat()) {
      const parsed = call.safeParse(message)
      if (parsed.success) this.#answer(socket, parsed.data)
    }
  }

  #answer(socket: WebSocketRoute, { id, method, params }: z.infer<typeof call>): void {
    const send = (body: object) => socket.send(JSON.stringify({ id, jsonrpc: '2.0', ...body }))
    const data = (value: unknown) => send({ result: { type: 'data', data: superjson.serialize(value) } })
    if (method === 'subscription.stop' || !params) {
      this.#watches.delete(String(id))
      return
    }
    const { path } = params
    // What the page's own superjson has made.
    const input = params.input === undefined ? undefined : superjson.deserialize(params.input as never)
    this.asked.push({ path, input })
    const answer = this.#answers[path]
    try {
      if (!answer) throw new Refusal('notFound')
      const value = answer(input)
      if (method === 'subscription') {
        send({ result: { type: 'started' } })
        this.#watches.set(String(id), (status) => {
          data(status)
          if (status.status !== 'done' && status.status !== 'failed') return
          // As the server does: there is nothing more to tell.
          this.#watches.delete(String(id))
          send({ result: { type: 'stopped' } })
        })
        // Feedback is all that is watched here.
        this.#watches.get(String(id))?.(value as FeedbackStatus)
      } else data(value)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const shape = {
        message: error.reason,
        code: -32004,
        data: { code: 'NOT_FOUND', httpStatus: 404, reason: error.reason },
      }
      send({ error: superjson.serialize(shape) })
    }
  }
}
