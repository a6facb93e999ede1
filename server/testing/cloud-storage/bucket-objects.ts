import { createHash } from 'node:crypto'

/** A refusal of Cloud Storage, as the JSON API words it. */
export class StorageRefusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface BucketObject {
  name: string
  bytes: Buffer
  contentType: string
  generation: number
  updated: Date
}

/** What a writer says of an object beside its bytes. */
export interface ObjectDraft {
  name: string
  contentType?: string | undefined
  md5Hash?: string | undefined
}

/** The objects of one bucket: generations, preconditions and checksums as Cloud Storage has them. */
export class BucketObjects {
  readonly #objects = new Map<string, BucketObject>()
  #generation = Date.now() * 1000

  get(name: string): BucketObject | undefined {
    return this.#objects.get(name)
  }

  /** @throws StorageRefusal 404 */
  need(name: string): BucketObject {
    const object = this.#objects.get(name)
    if (!object) throw new StorageRefusal(404, `No such object: bucket/${name}`)
    return object
  }

  get names(): string[] {
    return [...this.#objects.keys()].sort()
  }

  /** @throws StorageRefusal 412 */
  checkGeneration(name: string, query: URLSearchParams): void {
    const wanted = query.get('ifGenerationMatch')
    if (wanted !== null && wanted !== String(this.get(name)?.generation ?? 0))
      throw new StorageRefusal(412, 'At least one of the pre-conditions you specified did not hold.')
  }

  /** @throws StorageRefusal 400, 412 */
  put({ name, contentType, md5Hash }: ObjectDraft, bytes: Buffer, query: URLSearchParams): BucketObject {
    this.checkGeneration(name, query)
    if (md5Hash !== undefined && md5Hash !== md5Of(bytes))
      throw new StorageRefusal(400, 'Provided MD5 hash does not match.')
    const object = {
      name,
      bytes,
      contentType: contentType ?? 'application/octet-stream',
      generation: ++this.#generation,
      updated: new Date(),
    }
    this.#objects.set(name, object)
    return object
  }

  /** @throws StorageRefusal 404, 412 */
  remove(name: string, query: URLSearchParams): void {
    this.need(name)
    this.checkGeneration(name, query)
    this.#objects.delete(name)
  }
}

/** https://cloud.google.com/storage/docs/json_api/v1/objects#resource */
export function resourceOf({ name, bytes, contentType, generation, updated }: BucketObject) {
  return {
    kind: 'storage#object',
    name,
    bucket: 'bucket',
    contentType,
    generation: String(generation),
    metageneration: '1',
    size: String(bytes.length),
    md5Hash: md5Of(bytes),
    timeCreated: updated.toISOString(),
    updated: updated.toISOString(),
  }
}

function md5Of(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('base64')
}
