import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type BucketObject, type BucketObjects, type ObjectDraft, StorageRefusal } from './bucket-objects.ts'

const metadata = z.object({
  name: z.string().optional(),
  contentType: z.string().optional(),
  md5Hash: z.string().optional(),
})

/** Both parts of a `uploadType=multipart` body (RFC 2387): metadata as JSON, then the bytes. */
export function multipartUpload(
  body: Buffer,
  contentType: string,
  name: string | null,
): [ObjectDraft, Buffer] {
  const boundary = `--${/boundary="?([^";]+)/.exec(contentType)?.[1] ?? ''}`
  const second = body.indexOf(boundary, boundary.length)
  const [, json] = partAt(body.subarray(boundary.length, second))
  const [head, bytes] = partAt(body.subarray(second + boundary.length, body.lastIndexOf(boundary)))
  const given = metadata.parse(JSON.parse(json.toString() || '{}'))
  const typeOfPart = /content-type: *([^\r\n]+)/i.exec(head)?.[1]
  return [
    { ...given, name: name ?? given.name ?? '', contentType: given.contentType ?? typeOfPart },
    Buffer.from(bytes),
  ]
}

function partAt(part: Buffer): [string, Buffer] {
  const end = part.indexOf('\r\n\r\n')
  return [part.subarray(0, end).toString(), part.subarray(end + 4, part.length - 2)]
}

interface ResumableUpload {
  draft: ObjectDraft
  query: URLSearchParams
  bytes: Buffer
  done?: BucketObject
}

/** `uploadType=resumable`: https://cloud.google.com/storage/docs/performing-resumable-uploads */
export class ResumableUploads {
  readonly #objects: BucketObjects
  readonly #uploads = new Map<string, ResumableUpload>()

  constructor(objects: BucketObjects) {
    this.#objects = objects
  }

  /** @returns the id that the session's URL carries */
  begin(body: Buffer, contentType: string | undefined, query: URLSearchParams): string {
    const given = metadata.parse(JSON.parse(body.toString() || '{}'))
    const draft = { contentType, ...given, name: query.get('name') ?? given.name ?? '' }
    this.#objects.checkGeneration(draft.name, query)
    const id = randomUUID()
    this.#uploads.set(id, { draft, query, bytes: Buffer.alloc(0) })
    return id
  }

  /**
   * Takes a chunk, or the question how far it is.
   * @returns the object when it is whole, else how many bytes are there
   */
  take(id: string, body: Buffer, contentRange: string): BucketObject | number {
    const upload = this.#uploads.get(id)
    if (!upload) throw new StorageRefusal(404, 'This upload is gone.')
    if (upload.done) return upload.done
    const [, from, , total] = /^bytes (?:(\d+)-(\d+|\*)|\*)\/(\d+|\*)$/.exec(contentRange) ?? []
    if (from !== undefined) {
      if (Number(from) > upload.bytes.length) throw new StorageRefusal(503, 'There is a gap.')
      upload.bytes = Buffer.concat([upload.bytes.subarray(0, Number(from)), body])
    }
    if (Number(total) !== upload.bytes.length) return upload.bytes.length
    upload.done = this.#objects.put(upload.draft, upload.bytes, upload.query)
    return upload.done
  }
}
