import { readFile } from 'node:fs/promises'
import { GoogleGenAI, type LiveServerContent, type LiveServerMessage, Modality } from '@google/genai'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { levelDbfs, pcmFromBase64 } from '../audio/pcm.ts'
import { parseWav } from '../audio/wav-file.ts'
import { openingCue } from '../scenarios/opening-cue.ts'
import { openBuiltInPartner } from './built-in-partner.ts'
import { dialogueScripts } from './scripts/index.ts'
import { ScaledClock } from './testing/scaled-clock.ts'

/** With a clock that makes the partner's lines short to wait for. */
const open = () => openBuiltInPartner({ clock: new ScaledClock(10), log: pino({ level: 'silent' }) })

const linesOf = (scriptId: string) =>
  dialogueScripts.find(({ id }) => id === scriptId)?.lines.map((line) => line.text) ?? []

interface Conversation {
  systemInstruction: string
  languageCode: string
  handle?: string
}

/** A session through @google/genai, set up as the application does it, and all its messages. */
async function converse(baseUrl: string, { systemInstruction, languageCode, handle }: Conversation) {
  const ai = new GoogleGenAI({ apiKey: 'built-in', apiVersion: 'v1beta', httpOptions: { baseUrl } })
  const messages: LiveServerMessage[] = []
  const watchers = new Set<() => void>()
  const session = await ai.live.connect({
    model: 'gemini-3.8-live',
    config: {
      responseModalities: [Modality.AUDIO],
      systemInstruction,
      speechConfig: { languageCode, voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Puck' } } },
      inputAudioTranscription: { languageCodes: [languageCode] },
      outputAudioTranscription: {},
      // The recorded users pause for 700 ms between their sentences.
      realtimeInputConfig: { automaticActivityDetection: { silenceDurationMs: 900 } },
      sessionResumption: handle === undefined ? {} : { handle },
      contextWindowCompression: { slidingWindow: {} },
    },
    callbacks: {
      onmessage: (message) => {
        messages.push(message)
        for (const watcher of watchers) watcher()
      },
    },
  })

  /** All messages from `from` on, up to the end of a turn and the handle after it. */
  const turn = async (from: number): Promise<LiveServerMessage[]> => {
    for (;;) {
      const end = messages.findIndex((m, i) => i >= from && m.sessionResumptionUpdate?.resumable)
      if (end >= 0) return messages.slice(from, end + 1)
      await new Promise<void>((resolve) => watchers.add(resolve))
    }
  }
  return {
    session,
    /** What follows on a typed line. */
    type: (text: string) => {
      const from = messages.length
      session.sendRealtimeInput({ text })
      return turn(from)
    },
    cue: (text: string) => {
      const from = messages.length
      session.sendClientContent({ turns: [{ role: 'user', parts: [{ text }] }], turnComplete: true })
      return turn(from)
    },
    /** What follows on a recording and a silence, sent faster than real time: turns are counted in sound. */
    speak: async (file: string) => {
      const from = messages.length
      const { samples, sampleRateHz } = parseWav(await readFile(file))
      const pcm = new Int16Array(samples.length + sampleRateHz)
      pcm.set(samples)
      const chunkSamples = sampleRateHz / 25
      for (let at = 0; at < pcm.length; at += chunkSamples) {
        const data = Buffer.from(pcm.slice(at, at + chunkSamples).buffer).toString('base64')
        session.sendRealtimeInput({ audio: { mimeType: `audio/pcm;rate=${sampleRateHz}`, data } })
      }
      return turn(from)
    },
    [Symbol.dispose]: () => session.close(),
  }
}

const contentsOf = (messages: readonly LiveServerMessage[]): LiveServerContent[] =>
  messages.flatMap(({ serverContent }) => serverContent ?? [])

const lineOf = (messages: readonly LiveServerMessage[]): string =>
  contentsOf(messages)
    .map(({ outputTranscription }) => outputTranscription?.text ?? '')
    .join('')

const handleOf = (messages: readonly LiveServerMessage[]): string =>
  messages.at(-1)?.sessionResumptionUpdate?.newHandle ?? ''

const speechFile = (language: string) =>
  new URL(`../testing/speech/user-${language}.wav`, import.meta.url).pathname

describe('a person who speaks', () => {
  it.each([
    ['ja', 'ja-JP', 'it-manager-sato', '（音声）'],
    ['en', 'en-US', 'price-negotiation-carter', '(speech)'],
  ] as const)(
    'in %s is heard, and answered with a spoken line of the scenario',
    async (language, languageCode, scenarioId, transcript) => {
      await using partner = await open()
      using talk = await converse(partner.baseUrl, {
        systemInstruction: `Scenario: ${scenarioId} (${languageCode})\n\nYou are ...`,
        languageCode,
      })
      expect(talk.session.setupComplete).toEqual({})
      const messages = await talk.speak(speechFile(language))

      const contents = contentsOf(messages)
      const heard = contents.flatMap(({ inputTranscription }) => inputTranscription?.text ?? [])
      expect(heard).toEqual([transcript])
      expect(linesOf(scenarioId)).toContain(lineOf(messages))

      const parts = contents.flatMap(({ modelTurn }) => modelTurn?.parts ?? [])
      const chunks = parts.map(({ inlineData }) => pcmFromBase64(inlineData?.data ?? ''))
      expect(chunks.every((chunk, i) => chunk.length === 960 || i === chunks.length - 1)).toBe(true)
      const pcm = Int16Array.from(chunks.flatMap((chunk) => [...chunk]))
      expect(pcm.length / 24_000).toBeGreaterThan(0.8)
      expect(levelDbfs(pcm)).toBeGreaterThan(-35)

      const keys = contents.flatMap((content) => Object.keys(content))
      expect(keys.indexOf('outputTranscription')).toBeLessThan(keys.indexOf('modelTurn'))
      expect(keys.slice(-2)).toEqual(['generationComplete', 'turnComplete'])
      expect(messages.at(-2)?.usageMetadata?.responseTokensDetails).toMatchObject([{ modality: 'AUDIO' }])
      expect(handleOf(messages)).toMatch(/^Cih/)
    },
  )
})

it('speaks first, in its role, when it is told that the call is connected', async () => {
  await using partner = await open()
  using talk = await converse(partner.baseUrl, {
    systemInstruction: 'Scenario: angry-customer-mori (ja-JP)',
    languageCode: 'ja-JP',
  })
  const script = dialogueScripts.find(({ id }) => id === 'angry-customer-mori')
  const opening = script?.lines.find(({ on }) => on?.includes('opening'))?.text
  expect(opening).toBeDefined()
  expect(lineOf(await talk.cue(openingCue['ja-JP']))).toBe(opening)
})

it.each([
  ['en-US', 'generic-en'],
  ['ja-JP', 'generic-ja'],
])('finds something to say in a scenario that it does not know, in %s', async (languageCode, scriptId) => {
  await using partner = await open()
  using talk = await converse(partner.baseUrl, { systemInstruction: 'You are a pirate.', languageCode })
  expect(linesOf(scriptId)).toContain(lineOf(await talk.type('Ahoy!')))
})

it('goes on in the middle of its talk on another connection, and repeats nothing', async () => {
  await using partner = await open()
  const scenario = { systemInstruction: 'Scenario: performance-talk-lee (en-US)', languageCode: 'en-US' }
  const lines: string[] = []
  let handle = ''
  for (let connection = 0; connection < 3; connection++) {
    using talk = await converse(partner.baseUrl, { ...scenario, ...(handle === '' ? {} : { handle }) })
    for (let turns = 0; turns < 2; turns++) {
      const messages = await talk.type('Hm.')
      lines.push(lineOf(messages))
      handle = handleOf(messages)
    }
  }
  expect(new Set(lines).size).toBe(6)
})
