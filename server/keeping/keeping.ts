import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Archive } from '../archive/archive.ts'
import { TalkArchive } from '../archive/talk-archive.ts'
import type { Clock } from '../clock.ts'
import { CloseOnce } from '../close-once.ts'
import { Coach } from '../feedback/coach.ts'
import type { Evaluator } from '../feedback/evaluator.ts'
import { RecordingShelf } from '../recording/recording-shelf.ts'
import { jobRequest } from '../store/job-queue.ts'
import type { Store } from '../store/open-store.ts'
import { recordingClearing, TalkClearing } from './clear-talk.ts'
import { TalkConclusion } from './conclude-talk.ts'
import { TalkEvaluation } from './evaluate-talk.ts'
import { FeedbackDesk } from './feedback-desk.ts'
import { clearRecording, clearTalk, concludeTalk, evaluateTalk, keepFeedback, refill } from './job-kinds.ts'
import { FeedbackKeeping } from './keep-feedback.ts'
import { PostedTalks } from './posted-talks.ts'
import { needsRefill, Refill } from './refill.ts'
import type { SoundListening } from './sound-listening.ts'
import { TalkSound } from './talk-sound.ts'
import { UploadShelf } from './upload-shelf.ts'

export interface KeepingOptions {
  dataDir: string
  /** For what lives as long as one piece of work; emptied here. */
  workDirectory: string
  /** Stays the app's to close, after this. */
  store: Store
  archive: Archive
  evaluator: Evaluator
  listening: SoundListening
  clock: Clock
  log: Logger
}

/** A model's answer takes long and costs nothing here; encoding a recording costs a core. */
const EVALUATIONS_AT_ONCE = 4

/**
 * What becomes of talks that have ended: their recording, their place in the archive, their feedback. It does the jobs
 * that are due for them, on this server or asked for by others. Disposing it breaks off what is in hand,
 * which is done anew at the next start.
 */
export class Keeping implements AsyncDisposable {
  readonly shelf: RecordingShelf
  readonly uploads: UploadShelf
  readonly sound: TalkSound
  readonly feedback: FeedbackDesk
  readonly posted: PostedTalks
  readonly #owned = new AsyncDisposableStack()
  readonly #closing = new CloseOnce()

  private constructor(parts: Pick<Keeping, 'shelf' | 'uploads' | 'sound'>, { store, clock }: KeepingOptions) {
    this.shelf = parts.shelf
    this.uploads = parts.uploads
    this.sound = parts.sound
    this.feedback = new FeedbackDesk({ talks: store.talks, feedback: store.feedback, bus: store.bus })
    this.posted = new PostedTalks({ talks: store.talks, clock })
  }

  /** @throws when a directory cannot be had */
  static async open(options: KeepingOptions): Promise<Keeping> {
    const { dataDir, workDirectory, listening, clock } = options
    await rm(workDirectory, { recursive: true, force: true })
    await mkdir(workDirectory, { recursive: true })
    const archive = new TalkArchive({ archive: options.archive })
    const shelf = await RecordingShelf.open({ directory: join(dataDir, 'recordings'), clock })
    const uploads = await UploadShelf.open({ directory: join(dataDir, 'uploads') })
    const sound = new TalkSound({ shelf, uploads, archive, listening, directory: workDirectory })
    const keeping = new Keeping({ shelf, uploads, sound }, options)
    try {
      await keeping.#work(archive, options)
    } catch (error) {
      await keeping[Symbol.asyncDispose]()
      throw error
    }
    return keeping
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing.run(() => this.#owned.disposeAsync())
  }

  async #work(archive: TalkArchive, options: KeepingOptions): Promise<void> {
    const { store, evaluator, clock, log } = options
    const { talks, feedback, jobs } = store
    const { sound } = this
    const owned = this.#owned
    const coach = new Coach({ evaluator, clock })
    owned.use(await jobs.work(clearTalk, new TalkClearing({ talks, archive, jobs })))
    owned.use(await jobs.work(clearRecording, recordingClearing({ sound })))
    owned.use(await jobs.work(keepFeedback, new FeedbackKeeping({ talks, feedback, archive })))
    owned.use(await jobs.work(concludeTalk, new TalkConclusion({ talks, sound, archive })))
    const evaluation = new TalkEvaluation({ talks, feedback, sound, coach, clock, log })
    owned.use(await jobs.work(evaluateTalk, evaluation, { concurrency: EVALUATIONS_AT_ONCE }))
    owned.use(await jobs.work(refill, new Refill({ talks, feedback, archive, log })))
    // First of all the shelf: what is being encoded would be waited for otherwise, and is made anew at the next start.
    owned.defer(() => this.shelf.close())
    // A crash may have left sound of which nothing else is known to be due.
    const left = new Set([...(await this.shelf.kept()), ...(await this.uploads.kept())])
    await jobs.enqueue(...[...left].map((talkId) => jobRequest(concludeTalk, { talkId })))
    // Beside all else: whoever starts a talk does not wait for old ones.
    if (await needsRefill(talks)) await jobs.enqueue(jobRequest(refill, {}))
  }
}
