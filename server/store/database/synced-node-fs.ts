import { fsyncSync } from 'node:fs'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/** What is used of Emscripten's module and its file system; PGlite's types know neither. */
interface EmscriptenModule {
  NODEFS: { stream_ops: { fsync?: (stream: { nfd?: number }) => number } }
}

/**
 * PGlite's files on the disk, with the one thing that its own NodeFS leaves out: an fsync that reaches the disk.
 * Without it a loss of power can take what was already acknowledged. It rests on PGlite's inside, so its version is
 * pinned, and `syncCount` lets the owner see that it really is called.
 */
export class SyncedNodeFs extends NodeFS {
  #syncCount = 0

  /** How often anything was brought to the disk so far. */
  get syncCount(): number {
    return this.#syncCount
  }

  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts, ...rest } = await super.init(...args)
    const hook = (module: unknown) => this.#hookInto(module as EmscriptenModule) // Emscripten hands itself in
    const before = [emscriptenOpts.preRun ?? []].flat()
    return { ...rest, emscriptenOpts: { ...emscriptenOpts, preRun: [...before, hook] } }
  }

  #hookInto(module: EmscriptenModule): void {
    module.NODEFS.stream_ops.fsync = ({ nfd }) => {
      if (nfd !== undefined) {
        fsyncSync(nfd)
        this.#syncCount++
      }
      return 0
    }
  }
}
