/** What carries a talk's sound. */
export type MediaTransport = 'webrtc' | 'websocket'
