import { join } from 'node:path'

const posted = (name: string, type: string) => ({ name, path: join(import.meta.dirname, name), type })

/** One and a half seconds of `user-en.wav`, in what clients of `/feedback` may post, with its MIME type. */
export const postedSounds = {
  webm: posted('user-en.webm', 'audio/webm'),
  ogg: posted('user-en.ogg', 'audio/ogg'),
  vorbis: posted('user-en-vorbis.ogg', 'audio/ogg'),
  mp3: posted('user-en.mp3', 'audio/mpeg'),
  flac: posted('user-en.flac', 'audio/flac'),
  m4a: posted('user-en.m4a', 'audio/mp4'),
} as const
