import { createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import type { IceConfig } from '../config.ts'

/**
 * Whether the range of ports that the settings name has room for one more peer at the moment; true where there is
 * no range. werift looks for ports one by one too, but where it finds none it gathers nothing and says nothing, and
 * the talk would wait for a connection that cannot come.
 */
export async function hasFreeUdpPorts({
  portRange,
  publicIps,
  transportPolicy,
}: IceConfig): Promise<boolean> {
  if (!portRange) return true
  const [lowest, highest] = portRange
  // One for each address: the machine's own, loopback and what is added. A relay is reached from a single one.
  const wanted = transportPolicy === 'relay' ? 1 : ownAddresses() + 1 + publicIps.length
  let found = 0
  for (let port = lowest; port <= highest && found < wanted; port++) if (await isFree(port)) found++
  return found >= Math.min(wanted, highest - lowest + 1)
}

function ownAddresses(): number {
  return Object.values(networkInterfaces())
    .flat()
    .filter((each) => each && !each.internal && !each.scopeid).length
}

/** On every address, since werift's sockets are bound to all of them. */
function isFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  return new Promise((resolve) => {
    socket.once('error', () => socket.close(() => resolve(false)))
    socket.once('listening', () => socket.close(() => resolve(true)))
    socket.bind(port)
  })
}
