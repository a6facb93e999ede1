/** The sound that this server keeps: its own recordings (WebM), and what is posted to it. */
const contentTypes = {
  wav: 'audio/wav',
  webm: 'audio/webm',
  ogg: 'audio/ogg',
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
} as const

export type SoundExtension = keyof typeof contentTypes

export const soundExtensions = Object.keys(contentTypes) as SoundExtension[] // the type of keys() is wider than its object's

export function contentTypeOf(extension: string): string {
  return Object.hasOwn(contentTypes, extension)
    ? contentTypes[extension as SoundExtension] // just checked
    : 'application/octet-stream'
}
