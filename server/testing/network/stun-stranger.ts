import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { classes, Message, methods, parseMessage } from 'werift'

/** What a connectivity check is signed with (RFC 8445 section 7.2.2). */
export interface CheckCredentials {
  /** `<fragment of who is asked>:<fragment of who asks>` */
  username: string
  /** None: the check is not signed at all. */
  password?: string
}

export type IceRole = 'ICE-CONTROLLING' | 'ICE-CONTROLLED'

const PEER_REFLEXIVE_PRIORITY = 0x6e7f_1eff

/** A connectivity check, signed or not; one of a controlling agent asks for the path to be used at once. */
export function connectivityCheck(
  { username, password }: CheckCredentials,
  role: IceRole = 'ICE-CONTROLLING',
): Message {
  const check = new Message(methods.BINDING, classes.REQUEST)
  check.setAttribute('USERNAME', username).setAttribute('PRIORITY', PEER_REFLEXIVE_PRIORITY)
  check.setAttribute(role, 1n)
  if (role === 'ICE-CONTROLLING') check.setAttribute('USE-CANDIDATE', null)
  if (password !== undefined) check.addMessageIntegrity(Buffer.from(password))
  return check.addFingerprint()
}

/** What the far end of an answer would sign with: only the two ends know it. */
export function credentialsIn(answerSdp: string): Required<CheckCredentials> {
  const [, fragment] = /^a=ice-ufrag:(\S+)/m.exec(answerSdp) ?? []
  const [, password] = /^a=ice-pwd:(\S+)/m.exec(answerSdp) ?? []
  if (!fragment || !password) throw new Error('the answer has no ICE credentials')
  return { username: `${fragment}:xyzw`, password }
}

/** A UDP socket at an address of which nobody was told, and what comes to it. The creator disposes it. */
export class StunStranger implements Disposable {
  /** All that came, whatever it was. */
  readonly received: Buffer[] = []
  readonly #socket: Socket
  #waiting: (() => void)[] = []

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', (datagram) => {
      this.received.push(datagram)
      for (const resolve of this.#waiting.splice(0)) resolve()
    })
  }

  static async open(): Promise<StunStranger> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new StunStranger(socket)
  }

  /** Resolves when the kernel has it. */
  send(datagram: Uint8Array, port: number): Promise<void> {
    return new Promise((resolve) => this.#socket.send(datagram, port, '127.0.0.1', () => resolve()))
  }

  /** Sends a check and waits for what it is answered with: `classes.RESPONSE` or `classes.ERROR`. */
  async ask(check: Message, port: number): Promise<classes> {
    await this.send(check.bytes, port)
    return (await this.#next((message) => message.transactionIdHex === check.transactionIdHex)).messageClass
  }

  /** Resolves when the other side checks the way to here by itself. */
  async isChecked(): Promise<void> {
    await this.#next((message) => message.messageClass === classes.REQUEST)
  }

  [Symbol.dispose](): void {
    this.#socket.close()
  }

  async #next(fits: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      for (const datagram of this.received) {
        const message = parseMessage(datagram)
        if (message && fits(message)) return message
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }
}
