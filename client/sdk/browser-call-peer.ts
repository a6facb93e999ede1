import type { IceCandidateInit } from '../../shared/ice.ts'
import { browserMicrophones } from './browser-microphones.ts'
import { browserPageLife } from './browser-page-life.ts'
import type { CallLevels, CallPeer, CallPeerEvents, IceSetup, PeerReading } from './call-peer.ts'
import { LevelMeter } from './level-meter.ts'
import type { MediaSocket, MediaSocketEvents } from './media-socket.ts'
import { Microphone } from './microphone.ts'
import { readingOf } from './peer-reading.ts'
import { SoundKeeper } from './sound-keeper.ts'
import { WebSocketCallPeer } from './websocket-call-peer.ts'

export interface BrowserCallPeerOptions {
  events: CallPeerEvents
  /**
   * Plays the partner; stays its owner's. Through an element fed by the connection's track, and not through
   * Web Audio, because echo cancellation knows only what is played that way.
   */
  audio: HTMLAudioElement
  /** The user's choice, by its device id; without one, and where it is not plugged in, the system's default. */
  microphoneId?: string | undefined
  /**
   * Where `sound/sound-worklet.ts` is served, bundled to one module of this page's origin. Without it there is no
   * WebSocket way, and a network that holds up WebRTC ends the call.
   */
  workletUrl?: string
}

/** Host addresses come within 10 ms (measured with Chromium), where there is any network. */
const FIRST_CANDIDATE_TIMEOUT_MS = 200

/** The user's end of a call in a page (W3C WebRTC 1.0, Media Capture and Streams, Web Audio). */
export class BrowserCallPeer implements CallPeer {
  readonly canOffer = typeof RTCPeerConnection === 'function'
  readonly openSocket?: (url: string, events: MediaSocketEvents) => MediaSocket
  readonly #events: CallPeerEvents
  readonly #audio: HTMLAudioElement
  readonly #context: AudioContext
  readonly #soundKeeper: SoundKeeper
  readonly #partner = new MediaStream()
  readonly #microphone: Microphone<MediaStreamTrack>
  /** What the microphone gives now. */
  #user: MediaStream | undefined
  #connection: RTCPeerConnection | undefined
  #sender: RTCRtpSender | undefined
  #userMeter: LevelMeter | undefined
  #partnerMeter: LevelMeter | undefined
  #partnerTrack: MediaStreamTrack | undefined
  #socket: WebSocketCallPeer | undefined
  #closed = false

  /**
   * Call it inside the user's tap: it begins to play and lets its AudioContext run, which iOS and strict autoplay
   * rules allow only there.
   */
  constructor(options: BrowserCallPeerOptions) {
    this.#events = options.events
    this.#audio = options.audio
    this.#context = new AudioContext()
    // Both settle later, this one perhaps at a touch to come.
    this.#context.resume().catch(() => {})
    this.#audio.srcObject = this.#partner
    // Where that was refused it is begun by another tap, which lets Web Audio run as well.
    this.#audio.addEventListener('playing', this.#wake)
    // Nothing is there to be played yet, so this settles when the partner's track has come, or never.
    this.#audio.play().catch(() => {})
    this.#soundKeeper = new SoundKeeper({
      context: this.#context,
      element: this.#audio,
      page: browserPageLife,
    })
    this.#microphone = new Microphone({
      microphones: browserMicrophones,
      page: browserPageLife,
      deviceId: options.microphoneId,
      onTrack: (track) => this.#hearUser(track),
      onTrouble: (trouble) => this.#events.onTrouble(trouble),
    })
    const { workletUrl } = options
    // Not there where the page came over plain HTTP from another host.
    if (workletUrl === undefined || !('audioWorklet' in this.#context)) return
    // Now, for when it is needed the network is in trouble.
    const workletReady = this.#context.audioWorklet.addModule(workletUrl)
    workletReady.catch(() => {})
    this.openSocket = (url, events) => this.#openSocket(url, events, workletReady)
  }

  openMicrophone(): Promise<void> {
    return this.#microphone.open()
  }

  switchMicrophone(deviceId: string | undefined): Promise<void> {
    return this.#microphone.choose(deviceId)
  }

  async createOffer({ iceServers, iceTransportPolicy }: IceSetup): Promise<string> {
    this.dropConnection()
    const connection = new RTCPeerConnection({ iceServers: [...iceServers], iceTransportPolicy })
    this.#connection = connection
    const user = this.#microphone.track ?? 'audio'
    this.#sender = connection.addTransceiver(user, { direction: 'sendrecv' }).sender
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
    this.#microphone.setMuted(muted)
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
    this.#soundKeeper.close()
    this.#microphone.close()
    this.#userMeter?.close()
    this.#audio.removeEventListener('playing', this.#wake)
    this.#audio.srcObject = null
    // Only a context that is closed already refuses this.
    this.#context.close().catch(() => {})
  }

  dropConnection(): void {
    const connection = this.#connection
    if (!connection) return
    this.#connection = undefined
    this.#sender = undefined
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
      microphone: this.#user,
      workletReady,
      onPlay: (track) => this.#play(track),
      onStop: (track) => this.#partner.removeTrack(track),
    })
    this.#socket = socket
    return socket
  }

  /** From now on the user is heard by this track, whichever way the sound goes. */
  #hearUser(track: MediaStreamTrack): void {
    const user = new MediaStream([track])
    this.#user = user
    this.#userMeter?.close()
    this.#userMeter = new LevelMeter(this.#context, user)
    // No new offer for it (W3C WebRTC 1.0, section 5.2). Only a connection that is closed refuses.
    this.#sender?.replaceTrack(track).catch(() => {})
    this.#socket?.setMicrophone(user)
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
    this.#wake()
  }

  readonly #wake = (): void => {
    if (!this.#closed && this.#context.state !== 'running') this.#context.resume().catch(() => {})
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
