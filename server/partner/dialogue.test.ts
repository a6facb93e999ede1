import { describe, expect, test } from 'vitest'
import { Dialogue, type DialogueLine, dialogueState } from './dialogue.ts'
import { type Heard, normalised } from './dialogue-hearing.ts'
import { type DialogueScript, dialogueScript, type Stage, stage } from './dialogue-script.ts'
import { dialogueScripts, scriptFor } from './scripts/index.ts'

/** With about seven seconds a turn for both sides together, three minutes. */
const TURNS = 25
const SEEDS = Array.from({ length: 100 }, (_, index) => index + 1)
const STAGES: readonly Stage[] = stage.options
const said: Heard = { kind: 'speech', durationMs: 3_000 }
const grunt: Heard = { kind: 'speech', durationMs: 700 }
const monologue: Heard = { kind: 'speech', durationMs: 15_000 }
const typed = (text: string): Heard => ({ kind: 'text', text })

/** The same seed gives the same numbers (a linear congruential generator, the constants of Numerical Recipes). */
function seeded(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function talk(
  script: DialogueScript,
  seed: number,
  hear: (turn: number, random: () => number) => Heard,
  turns = TURNS,
): DialogueLine[] {
  const dialogue = new Dialogue({ script, random: seeded(seed) })
  const usersChoice = seeded(seed + 1_000)
  const opening = dialogue.opening()
  const replies = Array.from({ length: turns }, (_, turn) => dialogue.reply(hear(turn, usersChoice)))
  return opening === null ? replies : [opening, ...replies]
}

/** Turns of every length, as they come. */
function mixed(_turn: number, random: () => number): Heard {
  const dice = random()
  if (dice < 0.2) return grunt
  return dice < 0.3 ? monologue : said
}

describe.each(dialogueScripts.map((script) => ({ id: script.id, script })))('$id', ({ script }) => {
  test('is a valid script', () => {
    expect(dialogueScript.parse(script)).toEqual(script)
    expect(new Set(script.lines.map((line) => line.id)).size).toBe(script.lines.length)
    expect(new Set(script.lines.map((line) => line.text)).size).toBe(script.lines.length)
  })

  test('has for every topic words in the form they are looked for, and lines that answer it or a way forward', () => {
    for (const topic of script.topics) {
      for (const word of topic.words) expect(normalised(word)).toBe(word)
      const answers = script.lines.filter((line) => line.on?.includes(topic.key))
      expect(answers.length > 0 || topic.leadsTo !== undefined, topic.key).toBe(true)
    }
    const triggers = new Set([
      'opening',
      'first',
      'any',
      'grunt',
      'monologue',
      ...script.topics.map((t) => t.key),
    ])
    for (const trigger of script.lines.flatMap((line) => line.on ?? [])) expect(triggers).toContain(trigger)
  })

  test.each([
    { how: 'in sentences', hear: () => said },
    { how: 'in grunts', hear: () => grunt },
    { how: 'in monologues', hear: () => monologue },
    { how: 'in turns of every length', hear: mixed },
  ])('repeats nothing in 25 turns to a user who speaks $how', ({ hear }) => {
    for (const seed of SEEDS) {
      const ids = talk(script, seed, hear).map((line) => line.id)
      expect(new Set(ids).size, `seed ${seed}: ${ids.join(' ')}`).toBe(ids.length)
    }
  })

  test('goes through every stage in order and never back, and says only what belongs to the stage', () => {
    for (const seed of SEEDS) {
      const lines = talk(script, seed, mixed)
      const order = lines.map((line) => STAGES.indexOf(line.stage))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      expect(new Set(order).size).toBe(STAGES.length)
      for (const line of lines) {
        const written = script.lines.find((candidate) => candidate.id === line.id)
        expect(written?.stages).toContain(line.stage)
        expect(written?.text).toBe(line.text)
      }
    }
  })

  test('says goodbye last, and then has nothing else left to say', () => {
    for (const seed of SEEDS) {
      const lines = talk(script, seed, () => said, 40)
      const goodbye = lines.findIndex((line) => line.id === 'bye')
      expect(goodbye).toBeGreaterThanOrEqual(TURNS - 1)
      expect(lines.slice(goodbye).every((line) => line.id === 'bye')).toBe(true)
    }
  })

  test('talks differently from one talk to the next, and the same with the same numbers', () => {
    const texts = SEEDS.map((seed) => JSON.stringify(talk(script, seed, mixed)))
    expect(new Set(texts).size).toBeGreaterThan(90)
    expect(SEEDS.map((seed) => JSON.stringify(talk(script, seed, mixed)))).toEqual(texts)
  })

  test('goes on where it was after its state has crossed a wire', () => {
    for (const seed of SEEDS) {
      const hear = seeded(seed)
      let dialogue = new Dialogue({ script, random: seeded(seed) })
      const ids: string[] = []
      for (let turn = 0; turn < TURNS; turn += 1) {
        ids.push(dialogue.reply(mixed(turn, hear)).id)
        const wire = JSON.stringify(dialogue.state())
        expect(wire.length).toBeLessThan(1_000)
        const state = dialogueState.parse(JSON.parse(wire))
        dialogue = Dialogue.restore({ script, state, random: seeded(seed + turn) })
      }
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  test('never says the same thing twice running, whatever is typed, until the goodbye', () => {
    const topics = script.topics.flatMap((topic) => topic.words)
    for (const seed of SEEDS) {
      const lines = talk(script, seed, (_turn, random) =>
        typed(topics[Math.floor(random() * topics.length)] ?? ''),
      )
      lines.forEach((line, index) => {
        if (line.id !== 'bye') expect(line.id, `seed ${seed}`).not.toBe(lines[index - 1]?.id)
      })
    }
  })
})

describe('Sato', () => {
  const script = scriptFor('it-manager-sato', 'ja-JP')

  /** A dialogue after so many spoken turns. */
  function answered(turns: number): Dialogue {
    const dialogue = new Dialogue({ script, random: seeded(1) })
    for (let turn = 0; turn < turns; turn += 1) dialogue.reply(said)
    return dialogue
  }

  test('leaves it to the caller to speak first, then asks what it is about', () => {
    const dialogue = new Dialogue({ script })
    expect(dialogue.opening()).toBeNull()
    expect(dialogue.reply(said)).toMatchObject({ id: 'busy', stage: 'guarded' })
  })

  test('puts off a meeting that is proposed before he knows anything', () => {
    expect(answered(2).reply(typed('来週の火曜日にお伺いしてもよろしいですか？'))).toMatchObject({
      id: 'not-yet',
      stage: 'guarded',
    })
  })

  test('asks how long a meeting would take while he still has doubts, and agrees when it is proposed again', () => {
    const dialogue = answered(9)
    expect(dialogue.reply(typed('一度、打ち合わせのお時間をいただけませんか。'))).toMatchObject({
      id: 'how-long',
      stage: 'deciding',
    })
    expect(dialogue.reply(typed('三十分です。来週の火曜日はいかがでしょうか。'))).toMatchObject({
      id: 'agreed',
      stage: 'closing',
    })
  })

  test('agrees at once on a date that is proposed late', () => {
    expect(answered(14).reply(typed('では、来週木曜の１４時でいかがですか'))).toMatchObject({
      id: 'agreed',
      stage: 'closing',
    })
  })

  test('answers typed words on price, minutes and schedules, however wide they are typed', () => {
    expect(answered(1).reply(typed('料金は月額３万円です')).id).toBe('price-later')
    expect(answered(4).reply(typed('議事録を自動で作ります')).id).toBe('minutes-well')
    expect(answered(4).reply(typed('ｽｹｼﾞｭｰﾙの調整も自動です')).id).toBe('schedule-calls')
  })

  test('asks a mumbler whether the line is bad, and a long talker for the point', () => {
    expect(answered(1).reply(grunt).id).toBe('far-away')
    expect(answered(1).reply(monologue).id).toBe('to-the-point')
    expect(answered(1).reply(typed('あ')).id).toBe('far-away')
  })
})

test('an angry customer speaks first and takes a repeated apology less and less for an answer', () => {
  const dialogue = new Dialogue({ script: scriptFor('angry-customer-mori', 'ja-JP'), random: seeded(1) })
  expect(dialogue.opening()?.id).toBe('enough')
  expect(dialogue.reply(typed('大変申し訳ございません。')).id).toBe('want-reason')
  expect(dialogue.reply(typed('大変申し訳ございません。')).id).not.toBe('want-reason')
})

test('an English word is found at the beginning of a word only', () => {
  const script = scriptFor('price-negotiation-carter', 'en-US')
  const reply = (text: string) => {
    const dialogue = new Dialogue({ script, random: () => 0 })
    dialogue.reply(said)
    return dialogue.reply(typed(text)).id
  }
  expect(reply('Our PRICES are fair, I think')).toBe('how-far')
  expect(reply('We need to determine something else')).not.toBe('walk-me-through')
  expect(reply('That would be a re-price for everyone')).toBe('how-far')
  expect(reply('An overprice of nothing, honestly')).not.toBe('how-far')
})

test("a user's own scenario gets the general script of its language", () => {
  expect(scriptFor('my-own', 'ja-JP').id).toBe('generic-ja')
  expect(scriptFor('my-own', 'en-US').id).toBe('generic-en')
  expect(scriptFor('it-manager-sato', 'en-US').id).toBe('generic-en')
})

test('a state of another script is not taken over', () => {
  const state = { scriptId: 'generic-ja', turn: 20, said: ['listening'] }
  const dialogue = Dialogue.restore({ script: scriptFor('it-manager-sato', 'ja-JP'), state })
  expect(dialogue.reply(said).stage).toBe('guarded')
})
