import type { CallNotice } from '../sdk/call-state.ts'

/** Of these only the newest is true: the others tell what was before it. */
const subjects: Readonly<Record<string, string>> = {
  microphoneReplaced: 'microphone',
  microphoneLost: 'microphone',
  microphoneBack: 'microphone',
}

/** What is to be shown of a call's notices: the newest of each subject, without those that the user has put away. */
export function shownNotices(
  notices: readonly CallNotice[],
  putAway: ReadonlySet<CallNotice>,
): readonly CallNotice[] {
  const subjectOf = ({ code }: CallNotice) => subjects[code] ?? code
  return notices.filter(
    (notice, at) =>
      !putAway.has(notice) && notices.findLastIndex((each) => subjectOf(each) === subjectOf(notice)) === at,
  )
}
