import type { Address, Protocol, RTCIceTransport } from 'werift'
import { isSignedWith, readSignedStun } from './stun-integrity.ts'

// Behind some NATs a user comes from another address for each of ours, and again for each network of theirs. RFC
// 8445 section 6.1.2.5 limits an agent's pairs to 100, and an address makes one with each of our few sockets.
const MAX_LEARNED_ADDRESSES = 32

/** What werift's ICE agent has besides what it declares. */
interface IceAgent {
  /** Begins to take the requests of a socket, whether over UDP, TCP or a relay. */
  ensureProtocol(protocol: Protocol): void
  localUsername: string
  localPassword: string
  /** Passwords by username fragment, this generation's and those before. */
  userHistory: Record<string, string>
}

/**
 * Lets only such connectivity checks through to werift as come from the far end, and from so many addresses. werift
 * 0.25 answers whoever names any user at all, without a look at MESSAGE-INTEGRITY (RFC 8445 section 7.3, RFC 8489
 * section 9.1.4): from anybody who finds the port it would take another path for the voice, a change of roles, and
 * ever more candidate pairs. What is not signed is dropped without an answer, so that nobody can be flooded by one.
 *
 * It reaches below werift's documented surface; `ice-guard.test.ts` fails should that change. Owned by the peer.
 */
export class IceGuard {
  readonly #onCheck: () => void
  readonly #guarded = new WeakSet<RTCIceTransport>()

  /** @param options.onCheck a check came that only the far end can have sent */
  constructor(options: { onCheck: () => void }) {
    this.#onCheck = options.onCheck
  }

  /**
   * To be called before the transport gathers; again is harmless.
   * @throws Error when this werift has another agent inside, rather than to leave it without a guard
   */
  protect(transport: RTCIceTransport): void {
    if (this.#guarded.has(transport)) return
    this.#guarded.add(transport)
    const agent = agentOf(transport)
    const addresses = new AddressLimit(transport.connection)
    const ensureProtocol = agent.ensureProtocol.bind(agent)
    agent.ensureProtocol = (protocol) => {
      const requests = protocol.onRequestReceived
      const take = requests.execute
      requests.execute = (message, address, datagram) => {
        if (!isFromFarEnd(datagram, agent)) return
        this.#onCheck()
        if (addresses.admits(address)) take(message, address, datagram)
      }
      ensureProtocol(protocol)
    }
  }
}

/** Which addresses checks are taken from: those that the client told, and so many more until the next ICE restart. */
class AddressLimit {
  readonly #connection: RTCIceTransport['connection']
  readonly #learned = new Set<string>()
  #generation: number

  constructor(connection: RTCIceTransport['connection']) {
    this.#connection = connection
    this.#generation = connection.generation
  }

  admits([host, port]: Address): boolean {
    const { remoteCandidates, generation } = this.#connection
    if (this.#generation !== generation) {
      this.#generation = generation
      this.#learned.clear()
    }
    if (remoteCandidates.some((each) => each.type !== 'prflx' && each.host === host && each.port === port))
      return true
    const address = `${host} ${port}`
    if (this.#learned.size < MAX_LEARNED_ADDRESSES) this.#learned.add(address)
    return this.#learned.has(address)
  }
}

/** The username is `<our fragment>:<theirs>`, the key our password for that fragment (RFC 8445 section 7.2.2). */
function isFromFarEnd(datagram: Buffer, agent: IceAgent): boolean {
  const stun = readSignedStun(datagram)
  const [fragment, theirs] = stun?.username?.split(':') ?? []
  if (!stun || fragment === undefined || theirs === undefined) return false
  const password = passwordOf(fragment, agent)
  return password !== undefined && isSignedWith(stun, password)
}

/** That of before an ICE restart still counts: the far end may not have heard yet that there is a new one. */
function passwordOf(fragment: string, agent: IceAgent): string | undefined {
  if (fragment === agent.localUsername) return agent.localPassword
  return Object.hasOwn(agent.userHistory, fragment) ? agent.userHistory[fragment] : undefined
}

function agentOf({ connection }: RTCIceTransport): IceAgent {
  // Its declared type leaves these out; that they are there is looked at below.
  const agent = connection as unknown as Partial<IceAgent>
  if (typeof agent.ensureProtocol !== 'function' || typeof agent.userHistory !== 'object')
    throw new Error('This version of werift cannot be guarded against forged connectivity checks.')
  return connection as unknown as IceAgent
}
