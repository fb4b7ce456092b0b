import {lookup} from 'node:dns/promises'
import {connect, isIP} from 'node:net'
import {cancelled} from '../../image/oci/error.ts'
import {unlessCancelled} from './cancellable.ts'
import {NetworkError} from './network-failure.ts'
import {faultOf} from './network-fault.ts'

/** Longer than this nobody waits for a port, milliseconds. */
const PATIENCE_MS = 10_000

/** HOST and PORT of an authority; 443 where none is named. */
export function hostAndPort(authority: string): {readonly name: string; readonly port: number} {
  const {hostname, port} = new URL(`https://${authority}`)
  return {name: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 443 : Number(port)}
}

/** The addresses that a name has. Throws NetworkError, `cancelled`. */
export async function addressesOf(name: string, signal: AbortSignal): Promise<readonly string[]> {
  if (isIP(name) !== 0) return [name]
  const found = lookup(name, {all: true}).catch((cause: unknown) => {
    throw new NetworkError(faultOf(cause) === 'lookup' ? 'lookup' : 'name', name, cause)
  })
  return (await unlessCancelled(found, signal)).map(({address}) => address)
}

/** Connects and hangs up; milliseconds that it took. Throws NetworkError, `cancelled`. */
export function knockAt(name: string, port: number, signal: AbortSignal): Promise<number> {
  const before = performance.now()
  return new Promise((resolve, reject) => {
    const socket = connect({host: name, port, signal})
    socket.setTimeout(PATIENCE_MS)
    socket.once('connect', () => {
      socket.destroy()
      resolve(performance.now() - before)
    })
    const fail = (cause: unknown) => {
      socket.destroy()
      const fault = cause === null ? 'silent' : faultOf(cause)
      reject(signal.aborted ? cancelled() : new NetworkError(fault, `${name}:${port}`, cause))
    }
    socket.once('timeout', () => fail(null))
    socket.once('error', fail)
  })
}

/** What a token says that it allows, `TYPE:NAME:ACTIONS`; null for a token that is not a JWT. Read, not verified: it is for show. */
export function scopesOfToken(token: string): readonly string[] | null {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
      access?: unknown
    }
    if (!Array.isArray(claims.access)) return null
    return claims.access.slice(0, 20).flatMap((item: {type?: unknown; name?: unknown; actions?: unknown} | null) => {
      if (typeof item?.name !== 'string' || !Array.isArray(item.actions)) return []
      return [`${String(item.type)}:${item.name}:${item.actions.join(',')}`]
    })
  } catch {
    return null
  }
}
