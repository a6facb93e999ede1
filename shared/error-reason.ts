import { z } from 'zod'

/**
 * Why a call was refused: the fixed list behind `data.reason` of every tRPC error and `reason` of every HTTP
 * error. A word is added when a client could do something else about it; none is renamed or dropped.
 */
export const errorReason = z.enum([
  'badInput',
  'tooLarge',
  'unsupportedType',
  'badOffer',
  'notSignedIn',
  'notAllowed',
  'notFound',
  'talkNotFound',
  'talkEnded',
  'scenarioNotFound',
  'capacityReached',
  'serverStopping',
  'partnerUnavailable',
  'storageUnavailable',
  'feedbackFailed',
  'internalError',
])
export type ErrorReason = z.infer<typeof errorReason>

/**
 * Why a talk ended: the `reason` of its last `state` event.
 *
 * - `hungUp`: the user ended it.
 * - `userLost`: the user's client and media were gone for too long.
 * - `partnerEnded`: the partner brought it to its end.
 * - `partnerUnavailable`: the partner's service could not be reached in time.
 * - `partnerRefused`: the service was reached and refused: key, model or settings.
 * - `partnerLost`: the connection to the partner broke during the talk and did not come back.
 * - `timeLimit`: the longest talk that this server allows.
 * - `serverStopping`: the server shuts down.
 * - `serverLost`: the server died; another one, or itself after its restart, ended the talk.
 * - `talkNotFound`: the client came back to a talk that this server does not hold (any more).
 * - `internalError`: a fault of ours; the log has it.
 */
export const endReason = z.enum([
  'hungUp',
  'userLost',
  'partnerEnded',
  'partnerUnavailable',
  'partnerRefused',
  'partnerLost',
  'timeLimit',
  'serverStopping',
  'serverLost',
  'talkNotFound',
  'internalError',
])
export type EndReason = z.infer<typeof endReason>
