import { TalkError } from '../errors.ts'

/** Where a page of talks ended: its last one. */
export interface TalkCursor {
  startedAt: Date
  id: string
}

export function encodeCursor({ startedAt, id }: TalkCursor): string {
  return `${startedAt.getTime()}.${id}`
}

/** @throws TalkError badInput for what no page gave */
export function decodeCursor(cursor: string): TalkCursor {
  const [, startedAtMs, id] = /^(-?\d{1,15})\.(.+)$/.exec(cursor) ?? []
  if (startedAtMs === undefined || id === undefined) {
    throw new TalkError(
      'badInput',
      'This is no cursor that a page of talks came with. Leave it out to begin.',
    )
  }
  return { startedAt: new Date(Number(startedAtMs)), id }
}
