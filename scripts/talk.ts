import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { en } from '../client/i18n/en.ts'
import type { CallEnd } from '../client/sdk/call-state.ts'
import { createLiveTalkClient, type LiveTalkClient } from '../client/sdk/live-talk-client.ts'
import { formatWav, parseWav } from '../server/audio/wav-file.ts'
import { OUTBOUND_SAMPLE_RATE_HZ } from '../shared/audio-format.ts'
import type { EndReason } from '../shared/error-reason.ts'
import type { ScenarioView } from '../shared/scenario.ts'
import { answered, askServer, problemInWords, ToldFailure } from './ask-server.ts'
import { awaitFeedback } from './talk/await-feedback.ts'
import { type HeldTalk, holdTalk } from './talk/hold-talk.ts'
import { parseTalkArguments, type TalkArguments, talkUsage, UsageError } from './talk/talk-arguments.ts'

/** A talk that ended in one of these ways was held. */
const goodEnds: readonly EndReason[] = ['hungUp', 'partnerEnded', 'timeLimit']

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseTalkArguments(args)
    if (options === 'help') print(talkUsage)
    else await talk(options)
    return 0
  } catch (error) {
    if (error instanceof UsageError) printError(`${error.message}\n\n${talkUsage}`)
    else if (error instanceof ToldFailure) printError(error.message)
    else throw error
    return 1
  }
}

async function talk(options: TalkArguments): Promise<void> {
  const speech = await readSpeech(options.wav)
  const { token } = options
  const client = createLiveTalkClient({ url: options.url, ...(token === undefined ? {} : { token }) })
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort()
  process.once('SIGINT', interrupt)
  try {
    const scenario = await findScenario(client, options)
    print(`${scenario.title}: you speak with ${scenario.partner.name}, ${scenario.partner.role}`)
    const held = await holdTalk({
      client,
      scenario,
      ...speech,
      secondsLive: options.seconds,
      signal: interrupted.signal,
      print,
    })
    await report(client, held, options)
    const expected = options.seconds === undefined && !interrupted.signal.aborted
    if (expected && !held.answered && held.end.kind === 'ended' && held.end.reason === 'hungUp') {
      throw new ToldFailure('The partner did not answer after the file was spoken.')
    }
  } finally {
    process.off('SIGINT', interrupt)
    await client.close()
  }
}

async function report(client: LiveTalkClient, held: HeldTalk, options: TalkArguments): Promise<void> {
  if (held.heard.length > 0) {
    const out = options.out ?? path.join(path.dirname(options.wav), 'heard.wav')
    await writeFile(out, formatWav(held.heard, OUTBOUND_SAMPLE_RATE_HZ))
    const seconds = (held.heard.length / OUTBOUND_SAMPLE_RATE_HZ).toFixed(1)
    print(`heard: ${seconds} s in ${out}, ${held.lostPackets} packets lost`)
  }
  if (held.latenciesMs.length > 0) print(`answered after: ${held.latenciesMs.map(Math.round).join(', ')} ms`)
  if (held.end.kind === 'problem' || !goodEnds.includes(held.end.reason)) {
    throw new ToldFailure(endInWords(held.end))
  }
  if (held.talkId === undefined) return
  await printKeptTalk(client, held.talkId)
  await printFeedback(client, held.talkId)
}

/** What the coach makes of it. No feedback is no failure of the talk. */
async function printFeedback(client: LiveTalkClient, talkId: string): Promise<void> {
  const onStage = (stage: string) => print(`the coach: ${stage}`)
  print('')
  const status = await answered('feedback.watch', awaitFeedback({ client, talkId, onStage }))
  if (status?.status === 'done') print(`\n${status.result.markdown}`)
  else if (status?.status === 'failed') print(`no feedback: ${status.message}`)
  else print('no feedback yet: the coach takes longer than usual. The page shows it when it is there.')
}

/** What the server keeps of the talk. */
async function printKeptTalk(client: LiveTalkClient, talkId: string): Promise<void> {
  const { turns, endReason } = await askServer('talk.get', (options) =>
    client.talk.get.query({ talkId }, options),
  )
  print(`\ntalk ${talkId}, ended as ${endReason ?? 'unknown'}, as the server keeps it:`)
  for (const { role, text, startMs, endMs } of turns) {
    print(`  ${(startMs / 1000).toFixed(1)} to ${(endMs / 1000).toFixed(1)} s  ${role}: ${text}`)
  }
}

async function readSpeech(file: string) {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (cause) {
    throw new ToldFailure(`${file} cannot be read.`, { cause })
  }
  try {
    const { samples, sampleRateHz } = parseWav(bytes)
    if (sampleRateHz !== 16_000 && sampleRateHz !== 24_000 && sampleRateHz !== 48_000) {
      throw new Error(`its rate is ${sampleRateHz} Hz. It must be 16000, 24000 or 48000.`)
    }
    return { samples, sampleRateHz } as const
  } catch (cause) {
    throw new ToldFailure(`${file} cannot be spoken: ${cause instanceof Error ? cause.message : cause}`)
  }
}

async function findScenario(client: LiveTalkClient, options: TalkArguments): Promise<ScenarioView> {
  const scenarios = await askServer(options.url, (limits) => client.scenario.list.query(undefined, limits))
  const wanted = options.scenario
  const found = wanted === undefined ? scenarios[0] : scenarios.find(({ id }) => id === wanted)
  if (found) return found
  throw new ToldFailure(
    `The server has no scenario "${wanted ?? ''}". It has: ${scenarios.map(({ id }) => id).join(', ')}.`,
  )
}

function endInWords(end: CallEnd): string {
  if (end.kind === 'problem') return problemInWords(end.problem)
  const { title, body } = en.endReason[end.reason]
  return `${title}. ${body}`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function printError(line: string): void {
  process.stderr.write(`${line}\n`)
}
