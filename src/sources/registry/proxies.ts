import {BlockList, isIP} from 'node:net'
import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {Environment} from '../docker-config/config-file.ts'
import {isLoopback} from './endpoint.ts'

/** What stands between here and a registry. */
export interface ProxyAddress {
  /** with name and password, where it has them: never shown */
  readonly url: URL
  /** HOST:PORT */
  readonly authority: string
  /** what names it in the environment */
  readonly variable: string
}

/**
 * The proxy that the environment names for an address, by Go's rules, which docker and skopeo follow: HTTPS_PROXY for HTTPS,
 * HTTP_PROXY for plain HTTP, else the same in small letters; what stays on this machine, and what NO_PROXY names, is asked
 * directly, which is null. Throws `usage` for one that is no address.
 */
export function proxyFor(url: Readonly<URL>, environment: Environment): ProxyAddress | null {
  if (isLoopback(url.host)) return null
  const upper = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const variable = [upper, upper.toLowerCase()].find(name => environment[name])
  if (variable === undefined || isExcepted(url, environment.NO_PROXY || environment.no_proxy || '')) return null
  const address = parseProxy(environment[variable]!)
  if (address === null) {
    throw new LensError('usage', t`${variable} names no proxy: it is no address.`, {
      advice: t`It should read as http://HOST:PORT, with %25 for a percent sign in a password; or take it away: unset ${variable}`,
    })
  }
  return {url: address, authority: authorityOf(address), variable}
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'https:': '443',
  'socks5:': '1080',
  'socks:': '1080',
}

/** `HOST:PORT` alone stands for plain HTTP. */
function parseProxy(text: string): URL | null {
  const spelled = /^[a-z0-9+.-]+:\/\//i.test(text) ? text : `http://${text}`
  const url = URL.canParse(spelled) ? new URL(spelled) : null
  if (url === null || url.hostname === '' || !(url.protocol in DEFAULT_PORTS)) return null
  return isEncoded(url.username) && isEncoded(url.password) ? url : null
}

/** False for a percent sign that stands for itself: it has to be written as %25. */
function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function authorityOf({hostname, port, protocol}: URL): string {
  return `${hostname}:${port || DEFAULT_PORTS[protocol]}`
}

/**
 * NO_PROXY: names with all below them, only what is below those that begin with a dot, addresses, ranges of addresses (CIDR),
 * each with a port or without; `*` for all.
 */
function isExcepted({hostname, port, protocol}: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  return list
    .split(/[,\s]+/)
    .filter(entry => entry !== '')
    .some(entry => {
      if (entry === '*') return true
      if (entry.includes('/')) return isInRange(host, entry)
      const [, name, itsPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry)!
      if (itsPort !== undefined && itsPort !== (port || DEFAULT_PORTS[protocol])) return false
      const domain = name!.replace(/^\*?\./, '').toLowerCase()
      const itself = domain.length === name!.length && host === domain
      return domain !== '' && (itself || (isIP(host) === 0 && host.endsWith(`.${domain}`)))
    })
}

function isInRange(host: string, range: string): boolean {
  const family = isIP(host)
  const [network = '', bits = ''] = range.split('/')
  if (family === 0 || isIP(network) !== family || !/^\d{1,3}$/.test(bits)) return false
  if (Number(bits) > (family === 4 ? 32 : 128)) return false
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(network, Number(bits), kind)
  return list.check(host, kind)
}
