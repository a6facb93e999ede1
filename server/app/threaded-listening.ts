import type { SoundListening } from '../keeping/sound-listening.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { runInThread } from '../run-in-thread.ts'
import type { ListeningReply, ListeningRequest } from './listening-worker.ts'

/** Listens to recordings in a thread, one after the other: the talks that run meanwhile need the other cores. */
export class ThreadedListening implements SoundListening {
  readonly #queue = new OneAtATime()

  async hear(path: string, signal: AbortSignal) {
    return (await this.#run({ path }, signal)).heard
  }

  async writeWavs(path: string, directory: string, signal: AbortSignal) {
    return (await this.#run({ path, wavsTo: directory }, signal)).wavs
  }

  #run(request: ListeningRequest, signal: AbortSignal): Promise<ListeningReply> {
    const module = new URL('listening-worker.ts', import.meta.url)
    return this.#queue.run(() => runInThread<ListeningReply>(module, request, signal))
  }
}
