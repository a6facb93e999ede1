import type { EndReason } from '../../shared/error-reason.ts'
import type { LiveError, LiveRefusal } from '../live/live-model.ts'

const REFUSED: Record<LiveRefusal, string> = {
  key: 'The AI service did not accept this server’s key: it is wrong, expired or blocked.',
  permission: 'This server’s account may not use the AI service.',
  billing: 'The AI service asks for payment: billing of this server’s account is not set up.',
  quota: 'This server has used up its share of the AI service for now.',
  model: 'The AI service does not have the model that this server is set to.',
  location: 'The AI service is not offered where this server is.',
  safety: 'The AI service has ended the talk: it found something in it that it does not allow.',
  settings: 'The AI service did not accept this server’s settings.',
}

/** What to do about it, where it is not for whoever runs the server. */
const ADVICE: Partial<Record<LiveRefusal, string>> = {
  quota: 'Please try again later, or tell whoever runs it.',
  safety: 'What was said so far is kept.',
}

/** What a fault of the partner's service means for a talk, in words for the person who holds it. */
export function partnerFailure({ fault, refusal = 'settings' }: Pick<LiveError, 'fault' | 'refusal'>): {
  reason: EndReason
  message: string
} {
  switch (fault) {
    case 'refused': {
      const advice = ADVICE[refusal] ?? 'Please tell whoever runs it.'
      return { reason: 'partnerRefused', message: `${REFUSED[refusal]} ${advice}` }
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
          'The connection to the AI service broke and could not be renewed. What was said so far is kept. Please start a new talk.',
      }
  }
}
