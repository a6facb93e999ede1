import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { SyncedNodeFs } from './synced-node-fs.ts'

/** What the thread is started with. */
export interface ThreadStart {
  /** The database's files. */
  directory: string
}

/** What the thread is told: of one more connection, or to close the database and end. */
export type ThreadRequest = { type: 'connect'; port: MessagePort } | { type: 'close' }

/** What it says by itself: queries are answered from now on. */
export type ThreadReady = 'ready'

const START_PARAMS = [
  // `-F` would turn fsync off.
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
  // 205 MB of resident memory instead of 345 with the default of 128 MB; a history of talks needs no more.
  ...['-c', 'shared_buffers=16MB'],
]

/** Ends the connection (PostgreSQL's documentation, section 54.7); the session here outlives it. */
const TERMINATE = 'X'.charCodeAt(0)

/**
 * The thread of `EmbeddedDatabase`. A connection is a port that carries PostgreSQL's protocol, each message of it whole.
 * All of them share the one session that PGlite has: there may be one at a time, and a new one finds it as new.
 */
async function run(parent: MessagePort, { directory }: ThreadStart): Promise<void> {
  const fs = new SyncedNodeFs(directory)
  const pglite = await PGlite.create({ fs, startParams: START_PARAMS })
  await pglite.exec('checkpoint')
  if (fs.syncCount === 0) throw new Error('the embedded database does not sync to the disk')

  let last: Promise<void> = Promise.resolve()
  /** One after the other. What fails is PGlite itself, never a query: it ends the thread. */
  const inTurn = (work: () => Promise<unknown>) => {
    last = last.then(async () => void (await work()))
  }
  const serve = (port: MessagePort) => {
    inTurn(() => pglite.exec('rollback'))
    inTurn(() => pglite.exec('discard all'))
    port.on('message', (message: Uint8Array) => {
      if (message[0] === TERMINATE) return
      inTurn(async () => {
        const reply = (await pglite.execProtocolRaw(message)).slice()
        port.postMessage(reply, [reply.buffer])
      })
    })
  }
  parent.on('message', (request: ThreadRequest) => {
    if (request.type === 'connect') return serve(request.port)
    inTurn(async () => {
      await pglite.close()
      parent.close()
    })
  })
  parent.postMessage('ready' satisfies ThreadReady)
}

// The database alone starts this file, with a start.
if (parentPort) await run(parentPort, workerData as ThreadStart)
