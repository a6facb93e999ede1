import { type RawData, WebSocket } from 'ws'
import type { Clock } from '../../clock.ts'
import { closeFrameReason } from '../../live/live-close.ts'
import { encodeServerMessage } from '../../partner/server-message.ts'
import type { ClientFrame, LiveFault, LiveWire, ServiceFrame, WireFilter } from './live-fault.ts'

/** What a service with faults is told of each of its connections. */
export interface SocketWatcher {
  faults: readonly LiveFault[]
  onClientFrame: (frame: ClientFrame) => void
  onServiceFrame: (frame: ServiceFrame) => void
  onStruck: () => void
  onClosed: (code: number) => void
}

/**
 * The class of a server's sockets that pass every frame through faults, both ways. ws makes one for each connection
 * that it takes, with arguments of its own.
 */
export function faultySocketClass(options: { clock: Clock; watch: () => SocketWatcher }): typeof WebSocket {
  const { clock, watch } = options
  return class FaultySocket extends WebSocket {
    readonly #watcher = watch()
    readonly #timers = new DisposableStack()
    readonly #filters: readonly WireFilter[] = this.#watcher.faults.map((fault) => fault(this.#wire()))

    override send(data: Parameters<WebSocket['send']>[0]): void {
      // The partner's own frames are always encoded by `encodeServerMessage`.
      const frame = JSON.parse(data.toString()) as ServiceFrame
      let frames: readonly ServiceFrame[] = [frame]
      for (const filter of this.#filters) frames = frames.flatMap((each) => filter.out?.(each) ?? [each])
      for (const each of frames) this.#deliver(each, true)
    }

    override emit(event: string | symbol, ...args: unknown[]): boolean {
      if (event === 'close') {
        this.#timers.dispose()
        this.#watcher.onClosed(Number(args[0]))
      }
      if (event === 'message' && !this.#takes(args[0] as RawData)) return true // ws's first argument of 'message'
      return super.emit(event, ...args)
    }

    #takes(data: RawData): boolean {
      const frame = JSON.parse(data.toString()) as ClientFrame // a client sends objects of one key
      this.#watcher.onClientFrame(frame)
      let taken = true
      // Each fault sees every frame, whatever another one has made of it.
      for (const filter of this.#filters) if (filter.in && !filter.in(frame)) taken = false
      return taken && this.readyState === WebSocket.OPEN
    }

    #deliver(frame: ServiceFrame | string, isBinary: boolean): void {
      if (this.readyState !== WebSocket.OPEN) return
      if (typeof frame !== 'string') this.#watcher.onServiceFrame(frame)
      const bytes = typeof frame === 'string' ? Buffer.from(frame) : encodeServerMessage(frame)
      super.send(bytes, { binary: isBinary })
    }

    #wire(): LiveWire {
      return {
        clock,
        send: (frame, sending) => this.#deliver(frame, !sending?.asText),
        after: (delayMs, run) => {
          if (!this.#timers.disposed) this.#timers.use(clock.after(delayMs, run))
        },
        close: (code, reason) => this.close(code, closeFrameReason(reason)),
        cut: () => this.terminate(),
        struck: () => this.#watcher.onStruck(),
      }
    }
  }
}
