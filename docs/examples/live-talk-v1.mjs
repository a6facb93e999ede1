// node live-talk-v1.mjs SERVER SPEECH.wav ANSWER.pcm
// Speaks a WAV (16 kHz mono, 16 bit) over the subprotocol live-talk.v1 and keeps the first answer (24 kHz).
import { createWriteStream, readFileSync } from 'node:fs'

const [server = 'ws://127.0.0.1:5000', speechFile, answerFile] = process.argv.slice(2)
const FRAME_BYTES = 640 // 20 ms at 16 kHz
const speech = readFileSync(speechFile).subarray(44) // behind the plainest WAV header there is
const answer = createWriteStream(answerFile)
const socket = new WebSocket(`${server}/ws/realtime?scenario=price-negotiation-carter`, 'live-talk.v1')
socket.binaryType = 'arraybuffer'

let at = 0
let microphone
function speak() {
  const frame = new Uint8Array(FRAME_BYTES) // silence, when the speech is over: a microphone never stops
  frame.set(speech.subarray(at, at + FRAME_BYTES))
  at += FRAME_BYTES
  socket.send(frame)
}

socket.onmessage = ({ data }) => {
  if (data instanceof ArrayBuffer) return answer.write(new Uint8Array(data))
  const event = JSON.parse(data)
  if (event.type === 'error') process.stderr.write(`${event.code}: ${event.message}\n`)
  if (event.type === 'state' && event.state === 'live') microphone ??= setInterval(speak, 20)
  if (event.type !== 'transcript' || !event.final) return
  process.stdout.write(`${event.role}: ${event.text}\n`)
  if (event.role === 'partner' && at > speech.length) socket.send(JSON.stringify({ type: 'end' }))
}
socket.onclose = () => clearInterval(microphone)
