import {t} from '../../text/translate.ts'
import type {NetworkFault} from './network-fault.ts'
import type {ProxyAddress} from './proxies.ts'

interface Words {
  readonly sentence: string
  readonly advice: string
}

/**
 * What a failure on the way through a proxy means: whoever connects, connects to the proxy, so what keeps that from happening
 * says nothing of the registry. Null for what the registry itself did, such as showing a certificate.
 */
export function proxyWords(fault: NetworkFault, host: string, cause: unknown, proxy: ProxyAddress): Words | null {
  const {authority, variable} = proxy
  const named = t`${authority}, the proxy that ${variable} names for ${host}`
  const without = t`To ask ${nameOf(host)} without it: export NO_PROXY="$NO_PROXY,${nameOf(host)}"`
  switch (fault) {
    case 'name':
      return {
        sentence: t`There is no host named ${nameOf(authority)}: it is the proxy that ${variable} names for ${host}.`,
        advice: t`Check the spelling of ${variable}. ${without}`,
      }
    case 'lookup':
      return {
        sentence: t`The name ${nameOf(authority)} can't be looked up just now: it is the proxy that ${variable} names for ${host}.`,
        advice: t`Check that this machine has a network, and a DNS server that answers (VPN, /etc/resolv.conf). ${without}`,
      }
    case 'refused':
      return {
        sentence: t`Nobody answers at ${named}: the connection was refused.`,
        advice: t`Check ${variable}, and that the proxy runs. ${without}`,
      }
    case 'no-route':
    case 'unreachable':
      return {
        sentence: t`There is no way to ${named}.`,
        advice: t`Check ${variable}, the network and the VPN. ${without}`,
      }
    case 'broken':
      return {
        sentence: t`The connection to ${host} broke off, at the proxy ${authority} (${variable}) or behind it.`,
        advice: t`Try again; if it stays so, ask who keeps the proxy. ${without}`,
      }
    case 'silent':
      return {
        sentence: t`${host} does not answer in time through the proxy ${authority} (${variable}).`,
        advice: t`Try again; if it stays so, ask who keeps the proxy. ${without}`,
      }
    case 'proxy':
      return refusalWords(statusOf(cause), host, proxy, without)
    default:
      return null
  }
}

/** What else a certificate that nobody here knows may mean. */
export function openedByProxy({authority, variable}: ProxyAddress): string {
  return t` Where the proxy ${authority} (${variable}) opens what goes through it, it is the proxy's own authority that is missing.`
}

function refusalWords(
  status: number | null,
  host: string,
  {authority, variable, url}: ProxyAddress,
  without: string,
): Words {
  const proxy = t`The proxy ${authority} (${variable})`
  if (status === 407) {
    return {
      sentence: t`${proxy} wants to know who asks before it lets anybody through to ${host}.`,
      advice: t`Put name and password into it: export ${variable}=${url.protocol}//NAME:PASSWORD@${authority}`,
    }
  }
  if (status !== null && status >= 500) {
    return {
      sentence: t`${proxy} could not reach ${host} (HTTP ${status}).`,
      advice: t`Check the spelling, and that the registry can be reached from the proxy. ${without}`,
    }
  }
  return {
    sentence: t`${proxy} does not let us through to ${host}${status === null ? '' : t` (HTTP ${status})`}.`,
    advice: t`Ask who keeps the proxy. ${without}`,
  }
}

/** What the proxy answered when it was asked for a way through. */
function statusOf(cause: unknown): number | null {
  if (cause instanceof ProxyAnswer) return cause.status
  for (let error = cause; error instanceof Error; error = error.cause) {
    const status = /Proxy response \((\d{3})\)/.exec(error.message)?.[1]
    if (status !== undefined) return Number(status)
    if (/Proxy Authentication/i.test(error.message)) return 407
  }
  return null
}

/** An answer to a plain request that is the proxy's own. */
export class ProxyAnswer extends Error {
  readonly status: number

  constructor(status: number) {
    super(`the proxy answered ${status}`)
    this.status = status
  }
}

/** A host's name without its port. */
export function nameOf(authority: string): string {
  return authority.replace(/:\d+$/, '')
}
