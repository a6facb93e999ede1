import type { EndReason } from '../../shared/error-reason.ts'
import type { LiveFault } from '../live/live-model.ts'

/** What a fault of the partner's service means for a talk, in words for the person who holds it. */
export function partnerFailure(fault: LiveFault): { reason: EndReason; message: string } {
  switch (fault) {
    case 'refused':
      return {
        reason: 'partnerRefused',
        message:
          'The AI service did not accept this server. Its key, model or settings are wrong: please tell whoever runs it.',
      }
    case 'unreachable':
      return {
        reason: 'partnerUnavailable',
        message: 'The AI service could not be reached. Please try again in a few minutes.',
      }
    case 'lost':
      return {
        reason: 'partnerLost',
        message:
          'The connection to the AI service broke. What was said so far is kept. Please start a new talk.',
      }
  }
}
