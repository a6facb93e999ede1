import type { Locale, ToolDeclaration } from './scenario.ts'

/** The partner hangs up. What it does stands in `server/talk/tools/built-in-tools.ts`. */
export const endTalk: Record<Locale, ToolDeclaration> = {
  'ja-JP': {
    name: 'end_talk',
    description:
      '電話を切る。別れの挨拶を声に出して言い終えたあと、一度だけ呼ぶ。挨拶の前や、話の途中では呼ばない。',
  },
  'en-US': {
    name: 'end_talk',
    description:
      'Hangs up. Call it once, after you have said goodbye aloud; never before that, and never in the middle of the talk.',
  },
}

/** An appointment was agreed on. Day and time are kept in the words in which they were agreed. */
export const bookAppointment: Record<Locale, ToolDeclaration> = {
  'ja-JP': {
    name: 'book_appointment',
    description:
      '打ち合わせの約束を手帳に書き込む。日と時刻の両方を双方で確かめたときに、一度だけ呼ぶ。まだ決まっていないことを埋めるために呼ばない。',
    parameters: {
      type: 'object',
      properties: {
        date: { type: 'string', description: '約束した日。話に出た言い方のまま。例：来週の木曜日' },
        time: { type: 'string', description: '約束した時刻。例：午後二時' },
        notes: { type: 'string', description: '場所、同席者、用意するものなど' },
      },
      required: ['date', 'time'],
    },
  },
  'en-US': {
    name: 'book_appointment',
    description:
      'Writes an appointment into your diary. Call it once, when both of you have confirmed the day and the time; never to fill in what is still open.',
    parameters: {
      type: 'object',
      properties: {
        date: { type: 'string', description: 'The day, as it was said, such as "next Thursday"' },
        time: { type: 'string', description: 'The time, such as "2 pm"' },
        notes: { type: 'string', description: 'Place, who else comes, what to prepare' },
      },
      required: ['date', 'time'],
    },
  },
}
