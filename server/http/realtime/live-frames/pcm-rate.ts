/** The Flask page's AudioContext runs at this rate and its frames do not say so. */
const RATE_OF_NO_NAME_HZ = 24_000
/** Telephony’s rate to the highest of any microphone in use; with a whole number of samples in 20 ms. */
const MIN_RATE_HZ = 8_000
const MAX_RATE_HZ = 48_000
const FRAMES_PER_SECOND = 50

/** The rate in `audio/pcm;rate=16000`; undefined for any other kind of sound, or a rate that nobody uses. */
export function pcmRateHz(mimeType: string): number | undefined {
  const [type, ...parameters] = mimeType.toLowerCase().split(';')
  if (type?.trim() !== 'audio/pcm') return undefined
  const rate = parameters.map((each) => /^\s*rate\s*=\s*(\S+)\s*$/.exec(each)?.[1]).find(Boolean)
  const hz = rate === undefined ? RATE_OF_NO_NAME_HZ : Number(rate)
  return hz % FRAMES_PER_SECOND === 0 && hz >= MIN_RATE_HZ && hz <= MAX_RATE_HZ ? hz : undefined
}
