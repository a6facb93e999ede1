import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Turn } from '../../../shared/turn.ts'
import { formatWav } from '../../audio/wav-file.ts'
import { itManagerSato } from '../../scenarios/it-manager-sato.ts'
import type { SpeakerSounds } from '../evaluator.ts'

/** A short sales call that goes well, in the words of its live captions. */
export const sampleTurns: readonly Turn[] = [
  turn(
    'u1',
    'user',
    0,
    6,
    'お世話になっております。会議の議事録の件でお電話いたしました。いま、一分ほどよろしいでしょうか？',
  ),
  turn('p1', 'partner', 7, 10, 'はい、次の会議まで五分ほどしかありませんが。'),
  turn('u2', 'user', 11, 17, 'えーと、いま議事録は、どのように作っていらっしゃいますか？'),
  turn('p2', 'partner', 18, 24, '若手が録音を聞き直して、一時間ほどかけて書いています。'),
  turn(
    'u3',
    'user',
    25,
    33,
    'なるほど、録音の聞き直しに一時間かかっている、ということですね。来週の火曜に三十分ほど打ち合わせをお願いできますか？',
  ),
  turn('p3', 'partner', 34, 38, '分かりました。火曜の午後二時なら空いています。'),
  turn('u4', 'user', 39, 43, 'ありがとうございます。では火曜の午後二時に伺います。失礼いたします。'),
]

export const sampleTalk = { talkId: 'talk-1', scenario: itManagerSato, turns: sampleTurns, tools: [] }

function turn(id: string, role: Turn['role'], startS: number, endS: number, text: string): Turn {
  return { id, role, text, startMs: startS * 1000, endMs: endS * 1000 }
}

/** An answer of the model that fits the sample talk and its rubric; `changes` replace what they name. */
export function sampleAnswer(changes: Record<string, unknown> = {}): string {
  const quotes = [{ turnId: 'u2', quote: 'どのように作っていらっしゃいますか' }]
  return JSON.stringify({
    transcript: [],
    outcome: {
      goalReached: 'yes',
      comment: '約束が取れました。',
      quotes: [{ turnId: 'p3', quote: '火曜の午後二時なら空いています' }],
    },
    criteria: itManagerSato.rubric.map(({ key }, at) => ({
      key,
      quotes,
      comment: `${key}の評価`,
      score: 50 + at * 10,
    })),
    strengths: [{ point: '質問が具体的です。', quotes }],
    improvements: [{ point: '名乗りましょう。', betterWording: '株式会社○○の○○と申します。', quotes: [] }],
    summary: '落ち着いた電話でした。',
    ...changes,
  })
}

/** Two channels of silence, as long as asked for. */
export function silentSounds(seconds: number): SpeakerSounds {
  const nothing = () => ({ spans: [], peaks: 0, durationMs: seconds * 1_000 })
  return {
    hear: async () => ({ user: nothing(), partner: nothing() }),
    async writeWavs(directory) {
      const wav = formatWav(new Int16Array(seconds * 16_000), 16_000)
      const paths = { user: join(directory, 'user.wav'), partner: join(directory, 'partner.wav') }
      for (const path of Object.values(paths)) await writeFile(path, wav)
      return paths
    },
  }
}
