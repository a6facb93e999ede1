import { openFromArguments, say } from './open-from-arguments.ts'
import { judging } from './test-jobs.ts'

/** Takes jobs and never finishes one. */
const { jobs } = await openFromArguments()
await jobs.work(judging, {
  run({ talkId }) {
    say('began', talkId)
    return new Promise(() => {})
  },
})
say('working', 'now')
