import { DrizzleQueryError } from 'drizzle-orm'

/**
 * A query failed. Says which and why by their codes, and nothing of what was to be kept: drizzle's own error carries
 * every parameter, and people's words are not for the log.
 */
export class QueryError extends Error {
  override readonly name = 'QueryError'
  /** SQLSTATE, or the socket's word; undefined when there was none. */
  readonly code: string | undefined

  constructor({ query, cause }: DrizzleQueryError) {
    const code = cause && 'code' in cause ? String(cause.code) : undefined
    super(`a query failed with ${code ?? 'no code'}: ${query.slice(0, 200)}`)
    this.code = code
  }
}

/** The same part of the store, whose methods fail with QueryError where they would tell what was to be kept. */
export function withoutContents<Part extends object>(part: Part): Part {
  return new Proxy(part, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, target, args)
        return result instanceof Promise ? result.catch(rethrow) : result
      }
    },
  })
}

function rethrow(error: unknown): never {
  throw error instanceof DrizzleQueryError ? new QueryError(error) : error
}
