import {isIP} from 'node:net'
import {DOCKER_HUB} from '../../image/oci/remote-name.ts'

/** Where a registry's API answers. */
export interface Endpoint {
  /** as in references */
  readonly host: string
  /** HOST[:PORT] that is connected to: for Docker Hub not the one in references */
  readonly authority: string
  /** to be tried in this order; plain HTTP only where it may be */
  readonly schemes: readonly ('https' | 'http')[]
}

export interface EndpointOptions {
  /** the user said so: plain HTTP only */
  readonly plainHttp: boolean
  /** whether the engine may ask HOST[:PORT] without TLS */
  readonly insecure: (authority: string) => boolean
}

/** Docker Hub's API; `docker.io` itself answers with a web page. */
const HUB_AUTHORITY = 'registry-1.docker.io'

/** TLS for everybody; plain HTTP only on this machine itself, where its engine may, or when told. */
export function endpointOf(host: string, {plainHttp, insecure}: EndpointOptions): Endpoint {
  const authority = host === DOCKER_HUB ? HUB_AUTHORITY : host
  if (plainHttp) return {host, authority, schemes: ['http']}
  return {host, authority, schemes: isLoopback(authority) || insecure(authority) ? ['https', 'http'] : ['https']}
}

/** True for names and addresses that never leave this machine (RFC 6761, RFC 1122, RFC 4291). */
export function isLoopback(authority: string): boolean {
  const name = authority
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase()
  if (name === 'localhost' || name.endsWith('.localhost')) return true
  return isIP(name) === 4 ? name.startsWith('127.') : name === '::1'
}
