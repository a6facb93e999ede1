import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { StartError } from '../errors.ts'

/**
 * Begins to take connections.
 * @returns the URL under which the server is reached from its own machine
 * @throws StartError when the address cannot be had
 */
export async function listen(server: FastifyInstance, { host, port }: Config['listen']): Promise<string> {
  try {
    return await server.listen({ host, port })
  } catch (error) {
    const advice = adviceFor(error as { code?: unknown }, port) // whatever was thrown has no type
    if (advice === undefined) throw error
    throw new StartError(`${host}, port ${port} cannot be listened to. ${advice}`, { cause: error })
  }
}

/** By Node's system errors: https://nodejs.org/api/errors.html#common-system-errors */
function adviceFor({ code }: { code?: unknown }, port: number): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return 'Another program has this port. Stop that one, or choose another port in PORT.'
    case 'EACCES':
      return `Port ${port} is not allowed to this user. Choose one above 1023 in PORT.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'HOST must be an address of this machine, such as 127.0.0.1 or 0.0.0.0.'
  }
  return undefined
}
