import {existsSync, readFileSync} from 'node:fs'
import {createSecureContext, rootCertificates, type SecureContext} from 'node:tls'
import {Agent, type Dispatcher, ProxyAgent, request as send} from 'undici'
import type {RegistryCerts} from '../docker-config/certs.ts'
import {SILENCE_MS} from './http-request.ts'
import type {ProxyAddress} from './proxies.ts'

/** The HTTP library, apart from what uses it: loaded when the first request is sent. */
export const request = send

/** Connections to one host at once, as many as requests are sent when all of a registry is read; more wait. */
const CONNECTIONS = 16
const CONNECT_MS = 15_000
/** One address of several is left for the next after this: Node's own quarter of a second is too short for the other side of the world. */
const ADDRESS_MS = 2500

/** The system's authorities, which a company may have added its own to; Node's own list stands in where there is none. */
const SYSTEM_AUTHORITIES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
]

/** Connections to one origin, kept and counted: with its certificates (null for plain HTTP), through a proxy where there is one. */
export function makeDispatcher(certs: RegistryCerts | null, proxy: ProxyAddress | null): Dispatcher {
  const tls = certs === null ? {} : {secureContext: secureContextOf(certs)}
  const options = {
    connections: CONNECTIONS,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ADDRESS_MS,
    connect: {...tls, timeout: CONNECT_MS},
    headersTimeout: SILENCE_MS,
    bodyTimeout: SILENCE_MS,
  }
  if (proxy === null) return new Agent(options)
  // Plain HTTP is asked of the proxy itself, as other clients do it: few let a tunnel through to such a port.
  return new ProxyAgent({...options, requestTls: tls, proxyTunnel: false, uri: proxy.url.href})
}

function secureContextOf({authorities, clients}: RegistryCerts): SecureContext {
  return createSecureContext({
    ca: [...systemAuthorities(), ...authorities],
    ...(clients.length === 0 ? {} : {cert: clients.map(({cert}) => cert), key: clients.map(({key}) => key)}),
  })
}

function systemAuthorities(): readonly (string | Buffer)[] {
  const path = SYSTEM_AUTHORITIES.find(candidate => existsSync(candidate))
  return path === undefined ? rootCertificates : [readFileSync(path)]
}
