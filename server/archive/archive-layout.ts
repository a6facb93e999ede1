import { checkTalkId, isTalkId } from '../disk/check-talk-id.ts'

/**
 * What lies where in the archive. All of a talk is in a folder of its own:
 *
 * - `talks/<talkId>/talk.json`: the whole record, with its turns and the scenario as it was (`storedTalk`)
 * - `talks/<talkId>/recording.webm`: in stereo, left the user; of a posted talk, what was posted, by its extension
 * - `talks/<talkId>/feedback.json`: the coach's result (`feedbackResult`)
 * - `talks/<talkId>/feedback.md`: the same to read
 *
 * Beside it the names of the Flask service stay, for those who know them, by the time at which the talk began (UTC):
 *
 * - `logs/log_users/log_YYYYMMDD_HHMMSS_<talkId>.txt`: the transcript, a line a turn
 * - `feedback/feedback_YYYYMMDD_HHMMSS_<talkId>.md`: the same as `feedback.md`
 *
 * A talk is there when its `talk.json` is.
 */
export const TALKS = 'talks/'
export const FLASK_LOGS = 'logs/log_users/'
export const FLASK_FEEDBACK = 'feedback/'

const EXTENSION = /^[a-z0-9]{1,8}$/

/** @throws RangeError for an id that is no folder's name */
export function talkFolder(talkId: string): string {
  checkTalkId(talkId)
  return `${TALKS}${talkId}/`
}

export const talkKey = (talkId: string) => `${talkFolder(talkId)}talk.json`
export const feedbackKey = (talkId: string) => `${talkFolder(talkId)}feedback.json`
export const feedbackTextKey = (talkId: string) => `${talkFolder(talkId)}feedback.md`

/** What every recording's key begins with. */
export const recordingKeys = (talkId: string) => `${talkFolder(talkId)}recording.`

export function recordingKey(talkId: string, extension: string): string {
  if (!EXTENSION.test(extension)) throw new RangeError('This is not the extension of a recording.')
  return `${recordingKeys(talkId)}${extension}`
}

/** The keys of the Flask service's form. */
export function flaskKeys(talk: { id: string; startedAt: Date }): { log: string; feedback: string } {
  const [day = '', time = ''] = talk.startedAt
    .toISOString()
    .replace(/[-:]|\..*/g, '')
    .split('T')
  const name = `${day}_${time}_${talk.id}`
  return { log: `${FLASK_LOGS}log_${name}.txt`, feedback: `${FLASK_FEEDBACK}feedback_${name}.md` }
}

/** The talk and the file that a key within `talks/` names; undefined for a stranger's. */
export function talkOfKey(key: string): { talkId: string; file: string } | undefined {
  const [, talkId, file] = /^talks\/([^/]+)\/([^/]+)$/.exec(key) ?? []
  return talkId !== undefined && file !== undefined && isTalkId(talkId) ? { talkId, file } : undefined
}
