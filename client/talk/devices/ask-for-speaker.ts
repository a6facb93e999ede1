/** W3C Audio Output Devices API, section 3; Firefox alone has it, and TypeScript's DOM types do not. */
interface AsksForSpeaker {
  selectAudioOutput(): Promise<MediaDeviceInfo>
}

/** Where a page learns of a speaker only by asking its user, with a list of the browser's own. */
export function canAskForSpeaker(): boolean {
  return 'mediaDevices' in navigator && asks(navigator.mediaDevices)
}

/** Call it inside the user's tap. @returns undefined when the user chose none */
export async function askForSpeaker(): Promise<string | undefined> {
  const { mediaDevices } = navigator
  if (!asks(mediaDevices)) return undefined
  try {
    return (await mediaDevices.selectAudioOutput()).deviceId
  } catch {
    return undefined
  }
}

function asks(devices: MediaDevices): devices is MediaDevices & AsksForSpeaker {
  return 'selectAudioOutput' in devices
}
