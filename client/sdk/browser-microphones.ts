import { CallError } from './call-problem.ts'
import type { Microphones } from './microphone.ts'

/** What makes a microphone fit for a conversation through loudspeakers. */
const forSpeech: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: 1,
}

/** By W3C Media Capture and Streams. */
export const browserMicrophones: Microphones<MediaStreamTrack> = {
  async open(deviceId) {
    // Missing where the page came over plain HTTP from another host, whatever the DOM types say.
    if (!('mediaDevices' in navigator)) throw new CallError({ type: 'microphoneUnsupported' })
    if (deviceId === undefined) return openWith(forSpeech)
    try {
      return await openWith({ ...forSpeech, deviceId: { exact: deviceId } })
    } catch (error) {
      if (!(error instanceof CallError) || error.problem.type !== 'microphoneMissing') throw error
      // It is not plugged in today.
      return openWith(forSpeech)
    }
  },
  onChange(listener) {
    if (!('mediaDevices' in navigator)) return () => {}
    navigator.mediaDevices.addEventListener('devicechange', listener)
    return () => navigator.mediaDevices.removeEventListener('devicechange', listener)
  },
}

async function openWith(audio: MediaTrackConstraints): Promise<MediaStreamTrack> {
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio })
  } catch (error) {
    throw microphoneError(error)
  }
  const track = stream.getAudioTracks()[0]
  if (!track) throw new CallError({ type: 'microphoneMissing' })
  track.contentHint = 'speech'
  return track
}

/** The names are those of the Media Capture and Streams specification, section 10.2. */
function microphoneError(error: unknown): CallError {
  // Not every browser's OverconstrainedError is a DOMException.
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new CallError({ type: 'microphoneRefused' }, { cause: error })
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new CallError({ type: 'microphoneMissing' }, { cause: error })
    case 'NotReadableError':
    case 'AbortError':
      return new CallError({ type: 'microphoneBusy' }, { cause: error })
    default:
      return new CallError({ type: 'microphoneUnsupported' }, { cause: error })
  }
}
