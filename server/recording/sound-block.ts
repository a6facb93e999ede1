import type { Role } from '../../shared/turn.ts'
import { bytesFromPcm } from '../audio/pcm.ts'
import { BLOCK_HEADER_BYTES, sealBlock } from './raw-format.ts'
import { channelRateHz } from './recording-channel.ts'

/** The longest stretch in one block: what a crash of the process takes with it at most, of what came last. */
export const BLOCK_MS = 1_000
const MAX_SAMPLES = (Math.max(...Object.values(channelRateHz)) * BLOCK_MS) / 1000

/** Up to a second of one side, filled frame by frame, written as it is, then used again. 48 KB. */
export class SoundBlock {
  readonly #bytes = Buffer.alloc(BLOCK_HEADER_BYTES + MAX_SAMPLES * Int16Array.BYTES_PER_ELEMENT)
  #channel: Role = 'user'
  #position = 0
  #samples = 0

  begin(channel: Role, position: number): void {
    this.#channel = channel
    this.#position = position
    this.#samples = 0
  }

  get channel(): Role {
    return this.#channel
  }

  /** Where its first sample belongs, at its channel's rate. */
  get position(): number {
    return this.#position
  }

  get samples(): number {
    return this.#samples
  }

  /** Where the next sample would belong. */
  get end(): number {
    return this.#position + this.#samples
  }

  get isFull(): boolean {
    return this.#samples === this.#capacity
  }

  /** @returns how many of the samples there was room for; they are copied */
  append(samples: Int16Array): number {
    const taken = samples.subarray(0, this.#capacity - this.#samples)
    this.#bytes.set(bytesFromPcm(taken), BLOCK_HEADER_BYTES + this.#samples * Int16Array.BYTES_PER_ELEMENT)
    this.#samples += taken.length
    return taken.length
  }

  /** The block as it is written: a view, valid until the next `begin`. */
  sealed(): Buffer {
    const contentBytes = this.#samples * Int16Array.BYTES_PER_ELEMENT
    sealBlock(this.#bytes, { kind: 'sound', channel: this.#channel, position: this.#position, contentBytes })
    return this.#bytes.subarray(0, BLOCK_HEADER_BYTES + contentBytes)
  }

  get #capacity(): number {
    return (channelRateHz[this.#channel] * BLOCK_MS) / 1000
  }
}
