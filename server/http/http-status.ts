import type { ErrorReason } from '../../shared/error-reason.ts'

/** A refusal's status code (RFC 9110 section 15). */
export const httpStatusOf: Readonly<Record<ErrorReason, number>> = {
  badInput: 400,
  badOffer: 400,
  notSignedIn: 401,
  notAllowed: 403,
  notFound: 404,
  talkNotFound: 404,
  scenarioNotFound: 404,
  talkEnded: 409,
  tooLarge: 413,
  unsupportedType: 415,
  capacityReached: 429,
  internalError: 500,
  feedbackFailed: 502,
  serverStopping: 503,
  partnerUnavailable: 503,
  storageUnavailable: 503,
}
