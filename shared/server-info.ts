/** What `server.info` gives. */
export interface ServerInfo {
  version: string
  partner: 'gemini' | 'built-in'
  models: { live: string; feedback: string }
  /** W3C `RTCConfiguration.iceTransportPolicy`, to be used with `server.iceServers`. */
  iceTransportPolicy: 'all' | 'relay'
  limits: { maxTalks: number; maxTalksPerUser: number; maxTalkMinutes: number }
  /** The name of the caller's token, where one was asked for. */
  signedInAs?: string
  /** What this client may do. */
  may: { talk: boolean; say: boolean; feedback: boolean; editScenarios: boolean }
}
