import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {TlsMaterial} from '../docker-config/contexts.ts'

/** A way to an engine's API. */
export type Endpoint =
  | {readonly kind: 'unix'; readonly path: string}
  | {readonly kind: 'npipe'; readonly path: string}
  | {readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: TlsMaterial | null}
  | {readonly kind: 'ssh'; readonly user: string | null; readonly host: string; readonly port: number | null}

const PLAIN_PORT = 2375
const TLS_PORT = 2376

/**
 * Reads a host as DOCKER_HOST and `docker -H` spell it: `unix://PATH`, `npipe://PATH`, `tcp://HOST[:PORT]`,
 * `ssh://[USER@]HOST[:PORT]`; without a scheme it is tcp. `tls` applies to tcp. Throws `engine-host-malformed`.
 */
export function parseHost(text: string, tls: TlsMaterial | null): Endpoint {
  const scheme = /^([a-z]+):\/\//.exec(text)?.[1] ?? 'tcp'
  const rest = text.includes('://') ? text.slice(text.indexOf('://') + 3) : text
  switch (scheme) {
    case 'unix':
      if (rest === '') throw malformed(text)
      return {kind: 'unix', path: rest}
    case 'npipe':
      return {kind: 'npipe', path: rest || '//./pipe/docker_engine'}
    case 'tcp':
    case 'http':
    case 'https': {
      const {hostname, port} = authority(rest, text)
      const secure = tls ?? (scheme === 'https' ? {ca: null, cert: null, key: null, skipVerify: false} : null)
      return {kind: 'tcp', host: hostname, port: port ?? (secure === null ? PLAIN_PORT : TLS_PORT), tls: secure}
    }
    case 'ssh': {
      const {username, hostname, port} = authority(rest, text)
      return {kind: 'ssh', user: username, host: hostname, port}
    }
    default:
      throw malformed(text)
  }
}

function authority(rest: string, text: string): {username: string | null; hostname: string; port: number | null} {
  let url: URL
  let username: string
  try {
    url = new URL(`x://${rest}`)
    username = decodeURIComponent(url.username)
  } catch (cause) {
    throw malformed(text, cause)
  }
  // What begins with a dash would be an option of ssh.
  if (url.hostname === '' || url.hostname.startsWith('-') || username.startsWith('-')) throw malformed(text)
  return {
    username: username || null,
    // A URL writes an IPv6 address in brackets, a socket doesn't.
    hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? null : Number(url.port),
  }
}

function malformed(text: string, cause?: unknown): LensError {
  const message =
    text === '' ? t`The address of the engine is empty.` : t`${withoutPassword(text)} is no address of an engine.`
  return new LensError('engine-host-malformed', message, {
    cause,
    advice: t`Write unix:///var/run/docker.sock, tcp://HOST:2376 or ssh://USER@HOST.`,
  })
}

/** An endpoint as a host again: what error messages and the screen show. */
export function formatEndpoint(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'unix':
    case 'npipe':
      return `${endpoint.kind}://${endpoint.path}`
    case 'tcp': {
      const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host
      return `tcp://${host}:${endpoint.port}`
    }
    case 'ssh': {
      const user = endpoint.user === null ? '' : `${endpoint.user}@`
      return `ssh://${user}${endpoint.host}${endpoint.port === null ? '' : `:${endpoint.port}`}`
    }
  }
}

/** A host as it was written, but for a password in it. */
export function withoutPassword(text: string): string {
  return text.replace(/:\/\/([^/@:]*):[^/@]*@/, '://$1:…@')
}
