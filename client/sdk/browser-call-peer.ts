import type { IceCandidateInit, IceServer } from '../../shared/ice.ts'
import type { CallLevels, CallPeer, CallPeerEvents } from './call-peer.ts'
import { CallError } from './call-problem.ts'
import { LevelMeter } from './level-meter.ts'

export interface BrowserCallPeerOptions {
  events: CallPeerEvents
  /**
   * Plays the partner; stays its owner's. Through an element fed by the connection's track, and not through
   * Web Audio, because echo cancellation knows only what is played that way.
   */
  audio: HTMLAudioElement
}

/** What makes a microphone fit for a conversation through loudspeakers. */
const microphone: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: 1,
}

/** The user's end of a call in a page (W3C WebRTC 1.0, Media Capture and Streams, Web Audio). */
export class BrowserCallPeer implements CallPeer {
  readonly #events: CallPeerEvents
  readonly #audio: HTMLAudioElement
  readonly #context: AudioContext
  readonly #partner = new MediaStream()
  #microphone: MediaStream | undefined
  #connection: RTCPeerConnection | undefined
  #userMeter: LevelMeter | undefined
  #partnerMeter: LevelMeter | undefined
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

  async createOffer(iceServers: readonly IceServer[]): Promise<string> {
    this.#dropConnection()
    const connection = new RTCPeerConnection({ iceServers: [...iceServers] })
    this.#connection = connection
    const track = this.#microphone?.getAudioTracks()[0]
    connection.addTransceiver(track ?? 'audio', { direction: 'sendrecv' })
    connection.onicecandidate = ({ candidate }) => this.#events.onCandidate(toCandidateInit(candidate))
    connection.onconnectionstatechange = () => this.#events.onConnectionState(connection.connectionState)
    connection.ontrack = (event) => this.#play(event.track)
    await connection.setLocalDescription()
    return connection.localDescription?.sdp ?? ''
  }

  async acceptAnswer(sdp: string): Promise<void> {
    await this.#connection?.setRemoteDescription({ type: 'answer', sdp })
  }

  async addCandidate(candidate: IceCandidateInit | null): Promise<void> {
    await this.#connection?.addIceCandidate(candidate ?? undefined)
  }

  setMuted(muted: boolean): void {
    this.#muted = muted
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !muted
  }

  levels(): CallLevels {
    return { user: this.#userMeter?.level() ?? 0, partner: this.#partnerMeter?.level() ?? 0 }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#dropConnection()
    this.#stopMicrophone()
    this.#userMeter?.close()
    this.#audio.srcObject = null
    // Only a context that is closed already refuses this.
    this.#context.close().catch(() => {})
  }

  #play(track: MediaStreamTrack): void {
    this.#partner.addTrack(track)
    this.#partnerMeter?.close()
    this.#partnerMeter = new LevelMeter(this.#context, new MediaStream([track]))
    this.#audio.play().catch((error: unknown) => {
      if (this.#closed || !(error instanceof DOMException) || error.name !== 'NotAllowedError') return
      this.#events.onTrouble('playbackBlocked')
    })
    if (this.#context.state !== 'running') this.#context.resume().catch(() => {})
  }

  #dropConnection(): void {
    const connection = this.#connection
    if (!connection) return
    this.#connection = undefined
    connection.onicecandidate = null
    connection.onconnectionstatechange = null
    connection.ontrack = null
    connection.close()
    for (const track of this.#partner.getTracks()) this.#partner.removeTrack(track)
    this.#partnerMeter?.close()
    this.#partnerMeter = undefined
  }

  #stopMicrophone(): void {
    for (const track of this.#microphone?.getTracks() ?? []) {
      track.onended = null
      track.stop()
    }
  }
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

/** An empty candidate ends those of one media section (RFC 8838); null, which follows, ends them all. */
function toCandidateInit(candidate: RTCIceCandidate | null): IceCandidateInit | null {
  if (!candidate) return null
  const { candidate: line, sdpMid, sdpMLineIndex, usernameFragment } = candidate
  return {
    candidate: line,
    ...(sdpMid === null ? {} : { sdpMid }),
    ...(sdpMLineIndex === null ? {} : { sdpMLineIndex }),
    ...(usernameFragment === null ? {} : { usernameFragment }),
  }
}
