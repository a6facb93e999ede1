import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { Coturn } from './coturn.ts'
import { ensureTurnserver } from './find-turnserver.ts'

describe('a TURN server for tests', () => {
  beforeAll(() => void ensureTurnserver(), 300_000)

  it('stands beside another, and is gone when it is closed, though it is closed twice', async () => {
    const secret = 'a secret'
    await using one = await Coturn.start({ secret })
    await using other = await Coturn.start({ secret })
    expect(one.port).not.toBe(other.port)
    expect(one.url('tcp')).toBe(`turn:127.0.0.1:${one.port}?transport=tcp`)
    await one[Symbol.asyncDispose]()
    const socket = connect({ port: one.port, host: '127.0.0.1' })
    const [error] = await once(socket, 'error')
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    const udp = createSocket('udp4').bind(one.port, '127.0.0.1') // free again
    await once(udp, 'listening')
    udp.close()
  })
})
