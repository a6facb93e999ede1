import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { once } from './once.ts'

/**
 * The part of libopus's C interface (https://opus-codec.org/docs/opus_api-1.3.1/) that we call, as the WebAssembly
 * of `@evan/opus` exports it. The package's own `Decoder` offers neither loss concealment nor FEC. The file
 * is not part of the package's documented surface, so its version is pinned and a test holds these names.
 */
export interface LibopusExports {
  readonly memory: WebAssembly.Memory
  _initialize(): void
  malloc(bytes: number): number
  free(pointer: number): void
  opus_decoder_get_size(channels: number): number
  /** 0, or a negative error code. */
  opus_decoder_init(decoder: number, sampleRateHz: number, channels: number): number
  /** Samples written to `pcm`, or a negative error code. A packet pointer of 0 conceals. */
  opus_decode(
    decoder: number,
    packet: number,
    packetBytes: number,
    pcm: number,
    maxSamples: number,
    fec: 0 | 1,
  ): number
}

/** More than any packet that fits a UDP datagram on an Ethernet path. */
export const MAX_PACKET_BYTES = 1500
/** 120 ms at 48 kHz, the longest that a packet can be (RFC 6716, section 3.2.5). */
const MAX_PACKET_SAMPLES = 5760

/** One libopus for the process: its functions, and the two buffers that all decoders share, one call at a time. */
export interface Libopus {
  readonly exports: LibopusExports
  readonly packetPointer: number
  readonly pcmPointer: number
  readonly maxSamples: number
  /** All of its memory. Growth detaches the buffer that was there before: ask anew for every use. */
  bytes(): Uint8Array
}

/** @throws Error at the first call, when the installed package is not the one that this was written for */
export const libopus = once((): Libopus => {
  const path = createRequire(import.meta.url).resolve('@evan/opus/wasm/simd.wasm')
  const nothing = () => {}
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)), {
    wasi_snapshot_preview1: { fd_seek: nothing, fd_write: nothing, fd_close: nothing, proc_exit: nothing },
    env: { emscripten_notify_memory_growth: nothing },
  })
  // Exports have no static types: libopus.test.ts compares the module's own list with the interface above.
  const exports = instance.exports as unknown as LibopusExports
  exports._initialize()
  const packetPointer = exports.malloc(MAX_PACKET_BYTES)
  const pcmPointer = exports.malloc(MAX_PACKET_SAMPLES * Int16Array.BYTES_PER_ELEMENT)
  let bytes = new Uint8Array(exports.memory.buffer)
  return {
    exports,
    packetPointer,
    pcmPointer,
    maxSamples: MAX_PACKET_SAMPLES,
    bytes() {
      if (bytes.byteLength === 0) bytes = new Uint8Array(exports.memory.buffer)
      return bytes
    },
  }
})
