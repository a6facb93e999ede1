import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { measureBargeIn } from '../barge-in.ts'
import type { Measurement } from '../measurement.ts'
import { measureInbound } from './inbound.ts'

const measures = { loss: measureInbound, 'barge-in': measureBargeIn }

/** Measures in a thread of its own, since a simulation leaves its thread no moment for anything else. */
export async function simulated(name: keyof typeof measures): Promise<Measurement[]> {
  const worker = new Worker(new URL(import.meta.url), { workerData: name })
  // Posted by the last lines of this very file.
  const [found]: Measurement[][] = await once(worker, 'message')
  return found ?? []
}

if (!isMainThread && isMeasure(workerData)) parentPort?.postMessage(await measures[workerData]())

function isMeasure(name: unknown): name is keyof typeof measures {
  return typeof name === 'string' && name in measures
}
