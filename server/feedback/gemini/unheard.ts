import type { Locale } from '../../../shared/scenario.ts'
import { EvaluationError } from '../evaluator.ts'

/** Why the sound of a talk is not given to the model. */
export type Unheard = 'tooLarge' | 'unknownFormat' | 'unreadable'

/** Where there is nothing but the sound. */
export function unhearable(unheard: Unheard | undefined): EvaluationError {
  return new EvaluationError(
    'modelRefused',
    unheard === 'unknownFormat'
      ? 'The AI service does not take recordings of this format. Send WAV, MP3, Ogg or FLAC, or the words as a log.'
      : 'The AI service could not take this recording. Send a shorter one, or the words as a log.',
  )
}

/** Where there are words to judge by. */
export const unheardNotices: Record<Locale, Record<Unheard, string>> = {
  'ja-JP': {
    tooLarge: '録音が大きすぎてAIに渡せなかったため、文字の記録だけで評価しました。',
    unknownFormat: '録音の形式にAIが対応していないため、文字の記録だけで評価しました。',
    unreadable: 'AIが録音を読み取れなかったため、文字の記録だけで評価しました。',
  },
  'en-US': {
    tooLarge: 'The recording was too large for the AI service: this was judged by the words alone.',
    unknownFormat:
      'The AI service does not take recordings of this format: this was judged by the words alone.',
    unreadable: 'The AI service could not read the recording: this was judged by the words alone.',
  },
}
