import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CloseOnce } from '../../close-once.ts'
import { endProcess, killAtExit } from '../end-process.ts'
import { ensureTurnserver } from './find-turnserver.ts'

// Below the ports that Linux gives out by itself (32768 on), so that nobody happens to sit there.
const RELAY_PORTS = { lowest: 20_000, highest: 32_000, count: 200 }
const START_TIMEOUT_MS = 10_000
const PROBE_EVERY_MS = 50
// Another process may take the port between our look and coturn's.
const ATTEMPTS = 3

export interface CoturnOptions {
  /** The shared secret, as in TURN_SECRET. */
  secret: string
}

/**
 * A real TURN server on a free loopback port, over UDP and TCP, with the shared-secret scheme that `iceServersFor`
 * makes credentials for. It has no configuration file and no TLS, and relays to loopback too, which coturn refuses
 * by default. The creator disposes it.
 */
export class Coturn implements AsyncDisposable {
  readonly port: number
  /** What it printed: a failing test may want to show it. */
  readonly log: readonly string[]
  readonly #process: ChildProcess
  readonly #directory: string
  readonly #closing = new CloseOnce()
  readonly #killedAtExit: Disposable

  private constructor(options: {
    port: number
    log: readonly string[]
    process: ChildProcess
    directory: string
  }) {
    this.port = options.port
    this.log = options.log
    this.#process = options.process
    this.#directory = options.directory
    this.#killedAtExit = killAtExit(options.process)
  }

  /**
   * Installs coturn first where there is none. Resolves when it answers over both transports.
   * @throws Error with what it printed, when it does not come up
   */
  static async start({ secret }: CoturnOptions): Promise<Coturn> {
    const turnserver = ensureTurnserver()
    for (let attempt = 1; ; attempt++) {
      const coturn = await Coturn.#spawn(turnserver, secret)
      try {
        await coturn.#listening()
        return coturn
      } catch (error) {
        await coturn[Symbol.asyncDispose]()
        if (attempt === ATTEMPTS) throw error
      }
    }
  }

  /** For ICE_SERVERS and TURN_URLS. */
  url(transport: 'udp' | 'tcp'): string {
    return `turn:127.0.0.1:${this.port}?transport=${transport}`
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.run(async () => {
      using _exit = this.#killedAtExit
      // It holds nothing that is worth saving, and takes seconds over a SIGTERM.
      await endProcess(this.#process, 'SIGKILL')
      await rm(this.#directory, { recursive: true, force: true })
    })
  }

  static async #spawn(turnserver: string, secret: string): Promise<Coturn> {
    const directory = await mkdtemp(join(tmpdir(), 'coturn-'))
    const port = await freePort()
    const minPort = randomInt(RELAY_PORTS.lowest, RELAY_PORTS.highest)
    const child = spawn(
      turnserver,
      [
        '-n', // no configuration file
        ...['--listening-ip=127.0.0.1', `--listening-port=${port}`, '--relay-ip=127.0.0.1'],
        ...[`--min-port=${minPort}`, `--max-port=${minPort + RELAY_PORTS.count}`],
        ...['--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=live-talk.test'],
        ...['--allow-loopback-peers', '--no-tls', '--no-dtls', '--no-cli', '--relay-threads=1'],
        ...['--log-file=stdout', `--pidfile=${join(directory, 'pid')}`, `--db=${join(directory, 'turndb')}`],
      ],
      { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const log: string[] = []
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => log.push(line))
    }
    return new Coturn({ port, log, process: child, directory })
  }

  async #listening(): Promise<void> {
    const waiting = new AbortController()
    const failed = new Promise<never>((_, reject) => {
      const fail = (problem: string) => reject(new Error(`coturn ${problem}:\n${this.log.join('\n')}`))
      const timer = setTimeout(() => fail('does not answer'), START_TIMEOUT_MS)
      waiting.signal.addEventListener('abort', () => clearTimeout(timer))
      this.#process.once('exit', (code) => fail(`ended with ${code}`))
      this.#process.once('error', ({ message }) => fail(`could not be started: ${message}`))
    })
    try {
      await Promise.race([failed, answersOverUdp(this.port, waiting.signal)])
      await Promise.race([failed, acceptsOverTcp(this.port, waiting.signal)])
    } finally {
      waiting.abort()
    }
  }
}

/** Asks every so often until it answers a STUN binding request (RFC 8489 section 5). */
async function answersOverUdp(port: number, signal: AbortSignal): Promise<void> {
  const socket = createSocket('udp4')
  const request = Buffer.alloc(20)
  request.writeUInt16BE(0x0001, 0)
  request.writeUInt32BE(0x2112_a442, 4)
  const ask = setInterval(() => socket.send(request, port, '127.0.0.1', () => {}), PROBE_EVERY_MS)
  try {
    await once(socket, 'message', { signal })
  } finally {
    clearInterval(ask)
    socket.close()
  }
}

async function acceptsOverTcp(port: number, signal: AbortSignal): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' })
  try {
    await once(socket, 'connect', { signal })
  } finally {
    socket.destroy()
  }
}

/** One that is free for TCP and for UDP. */
async function freePort(): Promise<number> {
  for (;;) {
    const tcp = createServer()
    const udp: Socket = createSocket('udp4')
    try {
      await once(tcp.listen(0, '127.0.0.1'), 'listening')
      const address = tcp.address()
      if (address === null || typeof address === 'string') throw new Error('no port')
      const bound = once(udp, 'listening') // rejects when there is an error instead
      udp.bind(address.port, '127.0.0.1')
      if (
        await bound.then(
          () => true,
          () => false,
        )
      )
        return address.port
    } finally {
      tcp.close()
      udp.close()
    }
  }
}
