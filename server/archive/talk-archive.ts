import type { Readable } from 'node:stream'
import type { z } from 'zod'
import { type FeedbackResult, feedbackResult } from '../../shared/feedback.ts'
import { scenario } from '../../shared/scenario.ts'
import { talkRecord } from '../../shared/talk.ts'
import { ahead } from './ahead.ts'
import { type Archive, type ByteRange, readObject } from './archive.ts'
import {
  FLASK_FEEDBACK,
  FLASK_LOGS,
  feedbackKey,
  feedbackTextKey,
  flaskKeys,
  recordingKey,
  recordingKeys,
  TALKS,
  talkFolder,
  talkKey,
  talkOfKey,
} from './archive-layout.ts'
import { formatStored, parseStored } from './stored-json.ts'
import { transcriptLog } from './transcript-log.ts'

/** A talk's record as it is archived: with what it was held by. */
export const storedTalk = talkRecord.extend({ scenario: scenario.optional() })
export type StoredTalk = z.infer<typeof storedTalk>

/** Sound on this machine's disk. */
export interface SoundFile {
  path: string
  contentType: string
  /** `webm`, or what was posted. */
  extension: string
}

/** Sound in the archive. */
export interface ArchivedRecording {
  bytes: number
  extension: string
  /** For the caller to read to the end or to destroy; undefined when it was removed meanwhile. */
  open(range?: ByteRange): Promise<Readable | undefined>
}

export interface RestoredTalk {
  talk: StoredTalk
  feedback: FeedbackResult | undefined
}

/** Cloud Storage answers in some 50 ms: with two objects a talk, 200 talks come in a second and a half. */
const RESTORED_AT_ONCE = 16

/**
 * Talks in the archive, by the layout of `archive-layout.ts`. All that is here may be done again: what is kept twice
 * is there once. Throws `ArchiveError`, after which trying again later makes sense, and RangeError for ids that are none.
 */
export class TalkArchive {
  readonly #archive: Archive

  constructor({ archive }: { archive: Archive }) {
    this.#archive = archive
  }

  /** The words first: they are small, and what matters most. */
  async keepTalk(talk: StoredTalk, recording?: SoundFile): Promise<void> {
    const { id } = talk
    await this.#archive.put(talkKey(id), { bytes: formatStored(talk) }, { contentType: 'application/json' })
    await this.#archive.put(flaskKeys(talk).log, { bytes: transcriptLog(talk) }, TEXT)
    if (!recording) return
    const { path, contentType, extension } = recording
    await this.#archive.put(recordingKey(id, extension), { path }, { contentType })
  }

  /** Replaces what there was of an earlier reading. */
  async keepFeedback(talk: { id: string; startedAt: Date }, result: FeedbackResult): Promise<void> {
    const text = { bytes: Buffer.from(result.markdown) }
    await this.#archive.put(
      feedbackKey(talk.id),
      { bytes: formatStored(result) },
      { contentType: 'application/json' },
    )
    await this.#archive.put(feedbackTextKey(talk.id), text, MARKDOWN)
    await this.#archive.put(flaskKeys(talk).feedback, text, MARKDOWN)
  }

  /** The sound of a talk; undefined when there is none. */
  async recording(talkId: string): Promise<ArchivedRecording | undefined> {
    for await (const { key, bytes } of this.#archive.list(recordingKeys(talkId)))
      return {
        bytes,
        extension: key.slice(recordingKeys(talkId).length),
        open: (range) => this.#archive.open(key, range),
      }
    return undefined
  }

  /** Takes all of a talk away, wherever it lies. Its record goes last: until then the rest is known. */
  async removeTalk(talkId: string): Promise<void> {
    const last = talkKey(talkId)
    for (const key of await this.#flaskKeysOf(talkId)) await this.#archive.remove(key)
    for await (const { key } of this.#archive.list(talkFolder(talkId)))
      if (key !== last) await this.#archive.remove(key)
    await this.#archive.remove(last)
  }

  /**
   * Every talk with its feedback, the newest first: for a database that has nothing. A record that cannot be read is
   * left out and told of; feedback that cannot be read is as if it were not there, and told of as well.
   * @throws ArchiveError when the archive fails: what was given until then is good
   */
  async *restoreAll({
    onBroken,
  }: {
    onBroken: (key: string, error: unknown) => void
  }): AsyncGenerator<RestoredTalk> {
    const restore = async ({ talkId, hasFeedback }: FoundTalk): Promise<RestoredTalk | undefined> => {
      const [talk, feedback] = await Promise.all([
        this.#read(talkKey(talkId), storedTalk, onBroken),
        hasFeedback ? this.#read(feedbackKey(talkId), feedbackResult, onBroken) : undefined,
      ])
      return talk && { talk, feedback }
    }
    for await (const restored of ahead(await this.#findTalks(), RESTORED_AT_ONCE, restore))
      if (restored) yield restored
  }

  async #findTalks(): Promise<FoundTalk[]> {
    const found = new Map<string, FoundTalk>()
    const withFeedback = new Set<string>()
    for await (const { key, updatedAt } of this.#archive.list(TALKS)) {
      const { talkId, file } = talkOfKey(key) ?? {}
      if (talkId === undefined) continue
      if (file === 'talk.json') found.set(talkId, { talkId, updatedAt, hasFeedback: false })
      if (file === 'feedback.json') withFeedback.add(talkId)
    }
    return [...found.values()]
      .map((talk) => ({ ...talk, hasFeedback: withFeedback.has(talk.talkId) }))
      .sort((one, other) => other.updatedAt.getTime() - one.updatedAt.getTime())
  }

  async #read<Schema extends z.ZodType>(
    key: string,
    schema: Schema,
    onBroken: (key: string, error: unknown) => void,
  ): Promise<z.infer<Schema> | undefined> {
    const bytes = await readObject(this.#archive, key)
    try {
      return bytes && parseStored(schema, bytes)
    } catch (error) {
      onBroken(key, error)
      return undefined
    }
  }

  /** By the record's time; where there is no record that can be read, by looking at all names. */
  async #flaskKeysOf(talkId: string): Promise<string[]> {
    const known = await this.#read(talkKey(talkId), storedTalk, () => {})
    if (known) return Object.values(flaskKeys(known))
    const keys: string[] = []
    for (const [prefix, end] of [
      [FLASK_LOGS, `_${talkId}.txt`],
      [FLASK_FEEDBACK, `_${talkId}.md`],
    ] as const)
      for await (const { key } of this.#archive.list(prefix)) if (key.endsWith(end)) keys.push(key)
    return keys
  }
}

interface FoundTalk {
  talkId: string
  updatedAt: Date
  hasFeedback: boolean
}

const TEXT = { contentType: 'text/plain; charset=utf-8' }
const MARKDOWN = { contentType: 'text/markdown; charset=utf-8' }
