import { Worker } from 'node:worker_threads'

/**
 * Does heavy work in a thread of its own, which is there only as long as the work takes: the talks that run meanwhile
 * need theirs every 20 ms. The module finds the request in `workerData` and posts its reply once; it stands with
 * whoever asks, who knows both types.
 * @throws what the module throws; the signal's reason, when the thread is gone
 */
export async function runInThread<Reply>(module: URL, request: object, signal: AbortSignal): Promise<Reply> {
  signal.throwIfAborted()
  const worker = new Worker(module, { workerData: request })
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', (code) => reject(new Error(`A thread ended with code ${code} and gave no reply.`)))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', abort)
    await worker.terminate()
  }
}
