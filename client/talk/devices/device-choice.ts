/** A microphone or a speaker to choose from. */
export interface DeviceChoice {
  deviceId: string
  label: string
}

/** Chromium lists the system's choices once more, under these names; here they are one choice, which is no id. */
const ALIASES: ReadonlySet<string> = new Set(['', 'default', 'communications'])

/**
 * Those of one kind, as a browser enumerates them (W3C Media Capture and Streams, section 9.2). Empty before the
 * page was ever given a microphone: until then browsers hide names and ids.
 */
export function deviceChoices(
  devices: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
  kind: MediaDeviceKind,
): readonly DeviceChoice[] {
  return devices
    .filter((device) => device.kind === kind && !ALIASES.has(device.deviceId) && device.label !== '')
    .map(({ deviceId, label }) => ({ deviceId, label: withoutUsbId(label) }))
}

/** `Headset (046d:0a8f)` is how Chromium tells two of the same make apart; people do not. */
function withoutUsbId(label: string): string {
  return label.replace(/ \([0-9a-f]{4}:[0-9a-f]{4}\)$/, '')
}
