/**
 * How long a talk is kept for a client that closed its end, ms. A page that is reloaded is back within 3 s; a tab that
 * was closed has let its talk end within 15 s.
 */
export const LEFT_TALK_KEPT_MS = 10_000
