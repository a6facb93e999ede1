/** Ids are names of files and folders: nothing in one leads elsewhere. */
const TALK_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/

export function isTalkId(text: string): boolean {
  return TALK_ID.test(text)
}

/** @throws RangeError for an id that is no file's name */
export function checkTalkId(talkId: string): void {
  if (!isTalkId(talkId)) throw new RangeError('This is not the id of a talk.')
}
