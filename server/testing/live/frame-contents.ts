import type { ClientFrame, ServiceFrame } from './live-fault.ts'

/** 24 kHz, two bytes a sample. */
const BYTES_PER_MS = 48

/** How much of the partner's sound a frame carries. */
export function audioMs({ serverContent }: ServiceFrame): number {
  const parts = serverContent?.modelTurn?.parts ?? []
  return parts.reduce(
    (sum, { inlineData }) => sum + Buffer.byteLength(inlineData.data, 'base64') / BYTES_PER_MS,
    0,
  )
}

/** The typed line in a frame of a client's, as @google/genai writes it. */
export function typedLine({ realtimeInput, clientContent }: ClientFrame): string | undefined {
  if (isObject(realtimeInput) && 'text' in realtimeInput) return String(realtimeInput.text)
  return clientContent === undefined ? undefined : JSON.stringify(clientContent)
}

/** The handle with which a setup wants to go on; undefined: it wants to begin. */
export function handleOf(setup: unknown): string | undefined {
  if (!isObject(setup) || !('sessionResumption' in setup) || !isObject(setup.sessionResumption))
    return undefined
  const { sessionResumption } = setup
  return 'handle' in sessionResumption && sessionResumption.handle
    ? String(sessionResumption.handle)
    : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Counts the partner's answers on a connection, the greeting included, from 1. */
export class AnswerCount {
  #number = 0
  #isOpen = false

  /** @returns which answer the frame belongs to; 0 before the first */
  see({ serverContent }: ServiceFrame): number {
    if (!serverContent) return this.#number
    const { inputTranscription, outputTranscription, modelTurn, turnComplete } = serverContent
    if (!this.#isOpen && (inputTranscription || outputTranscription || modelTurn)) {
      this.#isOpen = true
      this.#number++
    }
    if (turnComplete) this.#isOpen = false
    return this.#number
  }
}
