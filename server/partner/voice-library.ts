import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OUTBOUND_SAMPLE_RATE_HZ } from '../../shared/audio-format.ts'
import { decodeOggOpus } from '../audio/ogg-opus.ts'

/** Where the recordings that come with the server are: SCRIPT/LINE.opus, and manifest.json. */
export const voicesDirectory = join(import.meta.dirname, 'voices')

/** A spoken line. */
export interface Speech {
  /** 24 kHz mono. Shared with others who ask for the same line: not to be changed. */
  pcm: Int16Array
}

/** All lines together are 40 MB as PCM, those of one scenario at most 9 MB: what is talked now stays decoded. */
const MAX_CACHED_BYTES = 32 * 1024 * 1024

export interface VoiceLibraryOptions {
  directory: string
  maxCachedBytes?: number
}

export interface VoiceLibraryStats {
  cachedBytes: number
  hits: number
  misses: number
  /** Lines dropped from the cache, the one longest unused first. */
  evictions: number
}

interface Entry {
  speech: Promise<Speech>
  /** 0 while it is being read. */
  bytes: number
}

/**
 * The partner's recorded lines. Decodes on demand and keeps what was asked for last, up to a bound. Owned by the
 * built-in partner's server and shared by all its talks; holds no file open.
 */
export class VoiceLibrary {
  readonly #directory: string
  readonly #maxCachedBytes: number
  /** In the order of use, the latest last. */
  readonly #entries = new Map<string, Entry>()
  readonly #stats: VoiceLibraryStats = { cachedBytes: 0, hits: 0, misses: 0, evictions: 0 }

  constructor({ directory, maxCachedBytes = MAX_CACHED_BYTES }: VoiceLibraryOptions) {
    this.#directory = directory
    this.#maxCachedBytes = maxCachedBytes
  }

  /** @throws Error when there is no such recording, or a broken one; asking again tries again */
  speech(scriptId: string, lineId: string): Promise<Speech> {
    const key = `${scriptId}/${lineId}`
    const known = this.#entries.get(key)
    if (known !== undefined) {
      this.#stats.hits += 1
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return known.speech
    }
    this.#stats.misses += 1
    const entry: Entry = { speech: this.#read(key), bytes: 0 }
    this.#entries.set(key, entry)
    entry.speech.then(
      ({ pcm }) => this.#keep(entry, pcm.byteLength),
      () => this.#entries.delete(key),
    )
    return entry.speech
  }

  stats(): VoiceLibraryStats {
    return { ...this.#stats }
  }

  async #read(key: string): Promise<Speech> {
    try {
      const file = await readFile(join(this.#directory, `${key}.opus`))
      return { pcm: await decodeOggOpus(file, OUTBOUND_SAMPLE_RATE_HZ) }
    } catch (cause) {
      throw new Error(`The recording "${key}" of the built-in partner cannot be read`, { cause })
    }
  }

  #keep(entry: Entry, bytes: number): void {
    entry.bytes = bytes
    this.#stats.cachedBytes += bytes
    for (const [key, oldest] of this.#entries) {
      if (this.#stats.cachedBytes <= this.#maxCachedBytes) return
      // One that is still being read counts nothing yet.
      if (oldest.bytes === 0) continue
      this.#entries.delete(key)
      this.#stats.cachedBytes -= oldest.bytes
      this.#stats.evictions += 1
    }
  }
}
