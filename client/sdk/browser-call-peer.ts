import type { IceCandidateInit } from '../../shared/ice.ts'
import type { CallLevels, CallPeer, CallPeerEvents, IceSetup, PeerReading } from './call-peer.ts'
import { CallError } from './call-problem.ts'
import { LevelMeter } from './level-meter.ts'
import type { MediaSocket, MediaSocketEvents } from './media-socket.ts'
import { readingOf } from './peer-reading.ts'
import { WebSocketCallPeer } from './websocket-call-peer.ts'

export interface BrowserCallPeerOptions {
  events: CallPeerEvents
  /**
   * Plays the partner; stays its owner's. Through an element fed by the connection's track, and not through
   * Web Audio, because echo cancellation knows only what is played that way.
   */
  audio: HTMLAudioElement
  /**
   * Where `sound/sound-worklet.ts` is served, bundled to one module of this page's origin. Without it there is no
   * WebSocket way, and a network that holds up WebRTC ends the call.
   */
  workletUrl?: string
}

/** Host addresses come within 10 ms (measured with Chromium), where there is any network. */
const FIRST_CANDIDATE_TIMEOUT_MS = 200

/** What makes a microphone fit for a conversation through loudspeakers. */
const microphone: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: 1,
}

/** The user's end of a call in a page (W3C WebRTC 1.0, Media Capture and Streams, Web Audio). */
export class BrowserCallPeer implements CallPeer {
  readonly canOffer = typeof RTCPeerConnection === 'function'
  readonly openSocket?: (url: string, events: MediaSocketEvents) => MediaSocket
  readonly #events: CallPeerEvents
  readonly #audio: HTMLAudioElement
  readonly #context: AudioContext
  readonly #partner = new MediaStream()
  #microphone: MediaStream | undefined
  #connection: RTCPeerConnection | undefined
  #userMeter: LevelMeter | undefined
  #partnerMeter: LevelMeter | undefined
  #partnerTrack: MediaStreamTrack | undefined
  #socket: WebSocketCallPeer | undefined
  #muted = false
  #closed = false

  /** Call it inside the user's tap: it begins to play, which iOS and strict autoplay rules allow only there. */
  constructor(options: BrowserCallPeerOptions) {
    this.#events = options.events
    this.#audio = options.audio
    this.#context = new AudioContext()
    this.#audio.srcObject = this.#partner
    // Nothing is there to be played yet, so this settles when the partner's track has come, or never.
    this.#audio.play().catch(() => {})
    const { workletUrl } = options
    // Not there where the page came over plain HTTP from another host.
    if (workletUrl === undefined || !('audioWorklet' in this.#context)) return
    // Now, for when it is needed the network is in trouble.
    const workletReady = this.#context.audioWorklet.addModule(workletUrl)
    workletReady.catch(() => {})
    this.openSocket = (url, events) => this.#openSocket(url, events, workletReady)
  }

  async openMicrophone(): Promise<void> {
    // Missing where the page came over plain HTTP from another host, whatever the DOM types say.
    if (!('mediaDevices' in navigator)) throw new CallError({ type: 'microphoneUnsupported' })
    let stream: MediaStream
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: microphone })
    } catch (error) {
      throw microphoneError(error)
    }
    this.#microphone = stream
    // Granted after the user had already given up.
    if (this.#closed) return this.#stopMicrophone()
    const track = stream.getAudioTracks()[0]
    if (!track) throw new CallError({ type: 'microphoneMissing' })
    track.contentHint = 'speech'
    track.enabled = !this.#muted
    track.onended = () => this.#events.onTrouble('microphoneLost')
    this.#userMeter = new LevelMeter(this.#context, stream)
  }

  async createOffer({ iceServers, iceTransportPolicy }: IceSetup): Promise<string> {
    this.dropConnection()
    const connection = new RTCPeerConnection({ iceServers: [...iceServers], iceTransportPolicy })
    this.#connection = connection
    const track = this.#microphone?.getAudioTracks()[0]
    connection.addTransceiver(track ?? 'audio', { direction: 'sendrecv' })
    connection.onicecandidate = ({ candidate }) => this.#events.onCandidate(toCandidateInit(candidate))
    connection.onconnectionstatechange = () => this.#events.onConnectionState(connection.connectionState)
    connection.ontrack = (event) => this.#playFromConnection(event.track)
    await connection.setLocalDescription()
    return connection.localDescription?.sdp ?? ''
  }

  /**
   * It names the first address at hand. The server checks no path by itself after a restart, and what this end
   * checks before the server knows where from is in vain: the next check comes seconds later.
   */
  async restartOffer(): Promise<string> {
    const connection = this.#connection
    if (!connection) throw new Error('There is no connection to restart.')
    const gathered = firstCandidate(connection)
    connection.restartIce()
    await connection.setLocalDescription()
    await gathered
    return withoutGeneration(connection.localDescription?.sdp ?? '')
  }

  async acceptAnswer(sdp: string): Promise<void> {
    await this.#connection?.setRemoteDescription({ type: 'answer', sdp })
  }

  async addCandidate(candidate: IceCandidateInit | null): Promise<void> {
    await this.#connection?.addIceCandidate(candidate ?? undefined)
  }

  async readings(): Promise<PeerReading | undefined> {
    const stats = await this.#connection?.getStats()
    return stats && readingOf(stats.values())
  }

  setMuted(muted: boolean): void {
    this.#muted = muted
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !muted
  }

  levels(): CallLevels {
    const partner = Math.max(this.#partnerMeter?.level() ?? 0, this.#socket?.level() ?? 0)
    return { user: this.#userMeter?.level() ?? 0, partner }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.dropConnection()
    this.#socket?.close()
    this.#stopMicrophone()
    this.#userMeter?.close()
    this.#audio.srcObject = null
    // Only a context that is closed already refuses this.
    this.#context.close().catch(() => {})
  }

  dropConnection(): void {
    const connection = this.#connection
    if (!connection) return
    this.#connection = undefined
    connection.onicecandidate = null
    connection.onconnectionstatechange = null
    connection.ontrack = null
    connection.close()
    if (this.#partnerTrack) this.#partner.removeTrack(this.#partnerTrack)
    this.#partnerTrack = undefined
    this.#partnerMeter?.close()
    this.#partnerMeter = undefined
  }

  #openSocket(url: string, events: MediaSocketEvents, workletReady: Promise<void>): MediaSocket {
    this.#socket?.close()
    const socket = new WebSocketCallPeer({
      url,
      events,
      context: this.#context,
      microphone: this.#microphone,
      workletReady,
      onPlay: (track) => this.#play(track),
      onStop: (track) => this.#partner.removeTrack(track),
    })
    this.#socket = socket
    return socket
  }

  #playFromConnection(track: MediaStreamTrack): void {
    this.#partnerTrack = track
    this.#partnerMeter?.close()
    this.#partnerMeter = new LevelMeter(this.#context, new MediaStream([track]))
    this.#play(track)
  }

  #play(track: MediaStreamTrack): void {
    this.#partner.addTrack(track)
    this.#audio.play().catch((error: unknown) => {
      if (this.#closed || !(error instanceof DOMException) || error.name !== 'NotAllowedError') return
      this.#events.onTrouble('playbackBlocked')
    })
    if (this.#context.state !== 'running') this.#context.resume().catch(() => {})
  }

  #stopMicrophone(): void {
    for (const track of this.#microphone?.getTracks() ?? []) {
      track.onended = null
      track.stop()
    }
  }
}

/** Resolves with the next candidate, which is then in the local description, or when there will be none in time. */
function firstCandidate(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      connection.removeEventListener('icecandidate', done)
      resolve()
    }
    const timer = setTimeout(done, FIRST_CANDIDATE_TIMEOUT_MS)
    connection.addEventListener('icecandidate', done)
  })
}

/** The names are those of the Media Capture and Streams specification, section 10.2. */
function microphoneError(error: unknown): CallError {
  const name = error instanceof DOMException ? error.name : ''
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

/**
 * Chromium counts its offers into its candidates (`generation 2`), the server the offers that came through. Once an
 * offer was lost these are never the same again, and werift would take no path to such a candidate.
 */
function withoutGeneration(candidates: string): string {
  return candidates.replaceAll(/^((?:a=)?candidate:.*?) generation \d+/gm, '$1')
}

/** An empty candidate ends those of one media section (RFC 8838); null, which follows, ends them all. */
function toCandidateInit(candidate: RTCIceCandidate | null): IceCandidateInit | null {
  if (!candidate) return null
  const { candidate: line, sdpMid, sdpMLineIndex, usernameFragment } = candidate
  return {
    candidate: withoutGeneration(line),
    ...(sdpMid === null ? {} : { sdpMid }),
    ...(sdpMLineIndex === null ? {} : { sdpMLineIndex }),
    ...(usernameFragment === null ? {} : { usernameFragment }),
  }
}
