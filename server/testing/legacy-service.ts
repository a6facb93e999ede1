import { type FakeLiveConnection, FakeLiveServer } from './fake-live-server.ts'
import { settingsFor } from './network/two-ended-talk.ts'
import { RealtimeClient } from './realtime-client.ts'
import { createTestApp } from './test-app.ts'

/** The server between two strangers: clients of the Flask service, and a service that says what the test says. */
export async function openLegacyService() {
  await using building = new AsyncDisposableStack()
  const service = building.use(await FakeLiveServer.listen())
  const app = building.use(await createTestApp({ env: settingsFor(service) }))
  const owned = building.move()
  return {
    app,
    service,
    client: (query = '') => new RealtimeClient(app.url, query, []).opened(),
    /** Sends a client's first frame, and takes the talk that comes of it. */
    async begin(client: RealtimeClient, frame: unknown): Promise<FakeLiveConnection> {
      const connecting = service.nextConnection()
      client.send(frame)
      const live = await connecting
      await live.message('setup')
      live.send({ setupComplete: {} })
      return live
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** A frame as the Flask service's page sends one of its microphone. */
export function pageFrame(pcm: Uint8Array, mimeType = 'audio/pcm'): object {
  const data = Buffer.from(pcm).toString('base64')
  return { realtime_input: { media_chunks: [{ mime_type: mimeType, data }] } }
}
