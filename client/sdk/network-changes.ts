/** Tells when this computer's way to the network has changed: another Wi-Fi, a cable, a phone on the move. */
export interface NetworkChanges {
  /** @returns unsubscribes */
  subscribe(listener: () => void): () => void
}

/** Where nothing tells of it, as in Node. */
export const noNetworkChanges: NetworkChanges = { subscribe: () => () => {} }
