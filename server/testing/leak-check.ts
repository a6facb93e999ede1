const LET_GO_WITHIN_MS = 5_000

type Resources = Record<string, number>

/** What the process holds open by kind: sockets, timers, servers. */
export function openResources(): Resources {
  const counts: Resources = {}
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/**
 * What is open beyond what was open before: `{}` as soon as there is nothing, or what still is after 5 s. What
 * was closed may take some turns of the event loop, and nothing tells when it is gone: so this looks each turn.
 */
export async function leakedSince(before: Resources): Promise<Resources> {
  const deadline = performance.now() + LET_GO_WITHIN_MS
  for (;;) {
    const more = Object.entries(openResources()).filter(([kind, count]) => count > (before[kind] ?? 0))
    if (more.length === 0 || performance.now() > deadline) return Object.fromEntries(more)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
