/**
 * The two PCM formats of a talk: signed 16-bit little-endian, one channel. They are Gemini Live's
 * (https://ai.google.dev/gemini-api/docs/live), and libopus decodes to and encodes from both by itself,
 * so nothing between the microphone and the model is resampled.
 */

/** User to partner. */
export const INBOUND_SAMPLE_RATE_HZ = 16_000

/** Partner to user. */
export const OUTBOUND_SAMPLE_RATE_HZ = 24_000

/** A frame is 20 ms of PCM: the packet length that every WebRTC Opus encoder uses by default (RFC 7587). */
export const FRAME_MS = 20

export const INBOUND_FRAME_SAMPLES = (INBOUND_SAMPLE_RATE_HZ * FRAME_MS) / 1000
export const OUTBOUND_FRAME_SAMPLES = (OUTBOUND_SAMPLE_RATE_HZ * FRAME_MS) / 1000
