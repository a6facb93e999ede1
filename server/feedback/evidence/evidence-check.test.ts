import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Turn } from '../../../shared/turn.ts'
import type { Quote } from '../evaluator.ts'
import { EvidenceCheck } from './evidence-check.ts'
import { quotableText } from './quotable-text.ts'

const turn = (id: string, role: Turn['role'], text: string, startMs = 0): Turn => ({
  id,
  role,
  text,
  startMs,
  endMs: startMs + 1,
})

const talk = [
  turn('u1', 'user', 'お世話になっております。ＡＢＣ商事の田中です。', 1_000),
  turn('p1', 'partner', 'はい、テクノスの佐藤です。どのようなご用件ですか？', 2_000),
  turn(
    'u2',
    'user',
    'I\'d like to hear how the pilot went - the start of it, "before" we talk prices.',
    3_000,
  ),
  turn('u3', 'user', 'ﾊﾞｯｸｱｯﾌﾟは、１日２回　です。お世話になっております。', 4_000),
]

function proven(quote: string, { turnId, speaker }: { turnId?: string; speaker?: Turn['role'] } = {}) {
  const check = new EvidenceCheck(talk)
  return { evidence: check.proven([{ quote, turnId }], speaker)[0], dropped: check.dropped }
}

describe('a quote', () => {
  it.each([
    ['as it stands', 'ABC商事の田中です', 'u1', 'ＡＢＣ商事の田中です'],
    [
      'with other punctuation',
      '「お世話になっております」、ABC商事',
      'u1',
      'お世話になっております。ＡＢＣ商事',
    ],
    ['in full width', 'バックアップは１日２回', 'u3', 'ﾊﾞｯｸｱｯﾌﾟは、１日２回'],
    ['in half width', 'ﾊﾞｯｸｱｯﾌﾟは1日2回です', 'u3', 'ﾊﾞｯｸｱｯﾌﾟは、１日２回　です'],
    [
      'with other case and quotation marks',
      'ID LIKE TO HEAR how the pilot went',
      'u2',
      "I'd like to hear how the pilot went",
    ],
    ['with other spaces', 'the  start of it “before” we', 'u2', 'the start of it, "before" we'],
  ])('%s is found, and given back as it stands in the talk', (_, quote, turnId, words) => {
    const at = talk.find(({ id }) => id === turnId)
    expect(proven(quote)).toEqual({ evidence: { turnId, quote: words, startMs: at?.startMs }, dropped: 0 })
  })

  it.each([
    ['that nobody said', '必ず三割は削減できます'],
    ['of a few letters', 'です。'],
    ['of nothing but punctuation', '「」、。……！？'],
    ['that ends within a word', 'how the pilot went the star'],
    ['that begins within a word', 'ike to hear how the pilot'],
    ['that joins two turns', '田中です。はい、テクノス'],
    ['that leaves words out', 'hear how the start of it'],
  ])('%s is dropped and counted', (_, quote) => {
    expect(proven(quote)).toEqual({ evidence: undefined, dropped: 1 })
  })

  it('of the other speaker proves nothing about the user', () => {
    expect(proven('どのようなご用件ですか', { speaker: 'user' })).toEqual({ evidence: undefined, dropped: 1 })
    expect(proven('どのようなご用件ですか').evidence?.turnId).toBe('p1')
  })

  it('is looked for in the turn that was named, and then in all others', () => {
    const words = 'お世話になっております'
    expect(proven(words, { turnId: 'u3' }).evidence?.turnId).toBe('u3')
    expect(proven(words, { turnId: 'p1' }).evidence?.turnId).toBe('u1')
    expect(proven(words, { turnId: 'no such turn' }).evidence?.turnId).toBe('u1')
  })

  it('that comes twice is shown once and not counted as dropped', () => {
    const check = new EvidenceCheck(talk)
    const quotes = [{ quote: 'ABC商事の田中です' }, { quote: 'ＡＢＣ商事の田中です。' }]
    expect(check.proven(quotes)).toHaveLength(1)
    expect(check.dropped).toBe(0)
  })
})

/** Alphabets without a common character, so that what is invented cannot have been said. */
const SAID = [...'あいうえおかきくけこ会議録音予定ABCDEFG0123']
const INVENTED = [...'さしすせそたちつてと契約値引見積HIJKLMN456789']
const PUNCTUATION = [...' 　、。,.！!「」"-']

const textOf = (alphabet: string[], length: { minLength: number; maxLength: number }) =>
  fc.array(fc.constantFrom(...alphabet), length).map((characters) => characters.join(''))

/** The same words as somebody else would write them down. */
const rewritten = (text: string) =>
  fc
    .array(fc.tuple(fc.boolean(), fc.boolean(), fc.option(fc.constantFrom(...PUNCTUATION))), {
      minLength: text.length,
      maxLength: text.length,
    })
    .map((changes) =>
      [...text]
        .map((character, at) => {
          const [isWide, isLower, mark] = changes[at] ?? []
          const cased = isLower ? character.toLowerCase() : character
          const wide = /[!-~]/.test(cased) ? String.fromCharCode(cased.charCodeAt(0) + 0xfee0) : cased
          // Within a Latin word a mark would make two of it.
          return (isWide ? wide : cased) + (mark && /[^\w]/.test(character) ? mark : '')
        })
        .join(''),
    )

describe('of 200 quotes of which 40 are invented', () => {
  it('exactly the 40 are dropped, however the others are written', () => {
    const said = textOf(SAID, { minLength: 20, maxLength: 60 })
    const sentence = fc
      .tuple(said, said, said)
      .chain(([before, quoted, after]) =>
        rewritten(quoted).map((quote) => ({ text: `${before}。${quoted}。${after}`, quoted, quote })),
      )
    const real = fc.array(sentence, { minLength: 160, maxLength: 160 })
    const invented = fc.array(textOf(INVENTED, { minLength: 8, maxLength: 40 }), {
      minLength: 40,
      maxLength: 40,
    })
    fc.assert(
      fc.property(real, invented, (sentences, inventions) => {
        const turns = sentences.map(({ text }, at) =>
          turn(`t${at}`, at % 2 === 0 ? 'user' : 'partner', text, at),
        )
        const quotes: Quote[] = sentences.map(({ quote }, at) => ({ quote, turnId: `t${at}` }))
        for (const [at, quote] of inventions.entries()) quotes.splice(at * 5, 0, { quote, turnId: `t${at}` })
        expect(quotes).toHaveLength(200)
        const check = new EvidenceCheck(turns)
        const evidence = quotes.flatMap((quote) => check.proven([quote]))
        expect(check.dropped).toBe(40)
        expect(evidence.map(({ quote }) => quotableText(quote).compared)).toEqual(
          sentences.map(({ quoted }) => quotableText(quoted).compared),
        )
        for (const { turnId, quote } of evidence)
          expect(turns.find(({ id }) => id === turnId)?.text).toContain(quote)
      }),
      { numRuns: 10 },
    )
  })
})
