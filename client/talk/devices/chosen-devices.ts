export type DeviceKind = 'microphone' | 'speaker'

/** The device id of each; undefined for the system's default. */
export type Chosen = Readonly<Record<DeviceKind, string | undefined>>

export type DeviceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const keyOf = (kind: DeviceKind) => `live-talk.${kind}`

/**
 * Which microphone and speaker the user has chosen, remembered by this browser from one visit to the next. Where it
 * keeps nothing for this page, the choice holds until the page is left.
 */
export class ChosenDevices {
  readonly #storage: () => DeviceStorage
  readonly #listeners = new Set<() => void>()
  #chosen: Chosen

  /** @param storage a function, for asking for it may throw already */
  constructor(storage: () => DeviceStorage = () => localStorage) {
    this.#storage = storage
    this.#chosen = { microphone: this.#read('microphone'), speaker: this.#read('speaker') }
  }

  readonly getSnapshot = (): Chosen => this.#chosen

  /** @returns unsubscribes */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  choose(kind: DeviceKind, deviceId: string | undefined): void {
    this.#chosen = { ...this.#chosen, [kind]: deviceId }
    try {
      if (deviceId === undefined) this.#storage().removeItem(keyOf(kind))
      else this.#storage().setItem(keyOf(kind), deviceId)
    } catch {
      // Then it holds until the page is left.
    }
    for (const listener of this.#listeners) listener()
  }

  #read(kind: DeviceKind): string | undefined {
    try {
      return this.#storage().getItem(keyOf(kind)) ?? undefined
    } catch {
      return undefined
    }
  }
}
