import type { IceServer } from '../../shared/ice.ts'
import type { ServerInfo } from '../../shared/server-info.ts'
import type { Clock } from '../clock.ts'
import type { IceConfig } from '../config.ts'
import { iceServersFor } from '../webrtc/ice-servers.ts'
import { procedure, router } from './trpc.ts'

export function createServerRouter(options: { info: ServerInfo; ice: IceConfig; clock: Clock }) {
  return router({
    info: procedure.query(({ ctx }): ServerInfo => {
      const { owner } = ctx.caller.scope
      return owner === undefined ? options.info : { ...options.info, signedInAs: owner }
    }),
    iceServers: procedure.query(({ ctx }): IceServer[] =>
      iceServersFor(options.ice, ctx.caller.id ?? 'anyone', options.clock.date()),
    ),
  })
}
