import type { Locale } from '../../../shared/scenario.ts'
import type { Heard, MindRequest, PartnerMind, PartnerMinds, Utterance } from '../partner-mind.ts'
import type { ToolUse } from '../tool-calls.ts'

/** A partner that counts its lines and hums them: line n says `Line n.` for two seconds. */
export class FakeMind implements PartnerMind {
  readonly locale: Locale
  readonly heard: (Heard | 'opening')[] = []
  #lines: number
  /** While set, replies wait for it. */
  hold: Promise<void> | undefined
  /** Once set, replies fail with it. */
  fault: Error | undefined
  /** Once set, every line uses it. */
  tool: ToolUse | undefined

  constructor({ locale = 'en-US', lines = 0 }: { locale?: Locale; lines?: number } = {}) {
    this.locale = locale
    this.#lines = lines
  }

  async opening(): Promise<Utterance | null> {
    this.heard.push('opening')
    await this.hold
    return this.#lines === 0 ? this.#next() : null
  }

  async reply(heard: Heard): Promise<Utterance> {
    this.heard.push(heard)
    const line = this.#next()
    await this.hold
    if (this.fault) throw this.fault
    return line
  }

  memory(): unknown {
    return this.#lines
  }

  #next(): Utterance {
    this.#lines += 1
    const text =
      this.locale === 'ja-JP' ? `${this.#lines}番目の、台詞です。` : `Here comes line ${this.#lines}.`
    return { text, pcm: hum, ...(this.tool ? { tool: this.tool } : {}) }
  }
}

const hum = Int16Array.from(
  { length: 2 * 24_000 },
  (_, i) => 6_000 * Math.sin((2 * Math.PI * 220 * i) / 24_000),
)

export class FakeMinds implements PartnerMinds {
  readonly requests: MindRequest[] = []
  readonly minds: FakeMind[] = []

  create(request: MindRequest): PartnerMind {
    this.requests.push(request)
    const mind = new FakeMind({
      locale: request.languageCode === 'ja-JP' ? 'ja-JP' : 'en-US',
      lines: typeof request.memory === 'number' ? request.memory : 0,
    })
    this.minds.push(mind)
    return mind
  }
}
