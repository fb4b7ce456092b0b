import {errorCode, LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {NetworkFault} from './network-fault.ts'
import type {ProxyAddress} from './proxies.ts'
import {nameOf, openedByProxy, ProxyAnswer, proxyWords} from './proxy-failure.ts'

/** How an address was asked. */
export interface Way {
  /** nothing of TLS stood in the way */
  readonly plain?: boolean
  readonly proxy?: ProxyAddress | null
}

/** No answer came. `fault` tells code why; the sentence and the advice tell people. */
export class NetworkError extends LensError {
  readonly fault: NetworkFault
  /** the proxy, where it is that one's fault */
  readonly proxy: ProxyAddress | null

  constructor(given: NetworkFault, authority: string, cause: unknown, {plain = false, proxy = null}: Way = {}) {
    // Docker Hub's names are there: who says that they are not has no way to those who know names.
    const fault = given === 'name' && proxy === null && isDockerHub(authority) ? 'lookup' : given
    const ofProxy = proxy === null ? null : proxyWords(fault, authority, cause, proxy)
    const {sentence, advice} = ofProxy ?? words(fault, authority, cause, plain)
    const also = proxy !== null && fault === 'untrusted' ? openedByProxy(proxy) : ''
    super('registry-unreachable', sentence, {cause, advice: `${advice}${also}`})
    this.fault = fault
    this.proxy = ofProxy === null ? null : proxy
  }

  /** The same, where it was a proxy that was connected to, on the way to `authority`. */
  through(proxy: ProxyAddress, authority: string): NetworkError {
    return new NetworkError(this.fault, authority, this.cause, {proxy})
  }

  /** True where the same may succeed a moment later. */
  get passes(): boolean {
    return this.fault === 'broken' || this.fault === 'silent'
  }
}

function isDockerHub(authority: string): boolean {
  return /(?:^|\.)docker\.io$/i.test(nameOf(authority))
}

/** The failure that an answer without a registry's words is where it is the proxy's own; null for one that may be anybody's. */
export function failureOfProxy({status, url, answeringProxy: proxy}: ProxiedAnswer): NetworkError | null {
  if (proxy === null || !(status === 403 || status === 407)) return null
  return new NetworkError('proxy', url.host, new ProxyAnswer(status), {plain: true, proxy})
}

interface ProxiedAnswer {
  readonly status: number
  readonly url: URL
  readonly answeringProxy: ProxyAddress | null
}

function words(
  fault: NetworkFault,
  authority: string,
  cause: unknown,
  plain: boolean,
): {sentence: string; advice: string} {
  const doctor = t`layerlens doctor ${authority} looks at each step of the way.`
  switch (fault) {
    case 'name':
      return {
        sentence: t`There is no host named ${nameOf(authority)}.`,
        advice: t`Check the spelling, and that this machine can look up names (network, VPN, proxy).`,
      }
    case 'lookup':
      return {
        sentence: t`The name ${nameOf(authority)} can't be looked up just now.`,
        advice: t`Check that this machine has a network, and a DNS server that answers (VPN, /etc/resolv.conf).`,
      }
    case 'refused':
      return {
        sentence: t`Nobody answers at ${authority}: the connection was refused.`,
        advice: t`Check the port, and that the registry runs. A private one usually listens on 5000.`,
      }
    case 'no-route':
      return {sentence: t`There is no way to ${authority} from here.`, advice: t`Check the network, or the VPN.`}
    case 'broken':
      return {
        sentence: t`The connection to ${authority} broke off.`,
        // A server that misses a certificate often ends so, before its reason is heard.
        advice: plain
          ? t`Try again. ${doctor}`
          : t`Try again. It may want a client certificate: /etc/docker/certs.d/${authority}/client.cert and client.key.`,
      }
    case 'silent':
      return {
        sentence: t`${authority} does not answer in time.`,
        advice: t`Try again; where there is a proxy, set HTTPS_PROXY. ${doctor}`,
      }
    case 'unreachable':
      return {
        sentence: t`${authority} can't be reached: nobody took the connection.`,
        advice: t`Check the port, the VPN and the firewall; where there is a proxy, set HTTPS_PROXY. ${doctor}`,
      }
    case 'untrusted':
      return {
        sentence: t`The certificate of ${authority} is from an authority that this machine does not know.`,
        advice: t`Put the authority's certificate there as /etc/docker/certs.d/${authority}/ca.crt (or ~/.config/containers/certs.d/${authority}/ca.crt).`,
      }
    case 'other-name':
      return {
        sentence: t`The certificate of ${authority} is for another name.`,
        advice: t`Use the name that stands in the certificate, or let the registry have one for this name.`,
      }
    case 'expired':
      return {
        sentence: t`The certificate of ${authority} is not valid now.`,
        advice: t`Check this machine's clock (date); if it is right, the registry needs a new certificate.`,
      }
    case 'not-tls':
      return {
        sentence: t`${authority} answers in plain HTTP where HTTPS was expected.`,
        advice: t`If you trust the way to it, say so: --plain-http.`,
      }
    case 'client-certificate':
      return {
        sentence: t`${authority} wants a client certificate.`,
        advice: t`Put it there: /etc/docker/certs.d/${authority}/client.cert and client.key.`,
      }
    default:
      return {sentence: t`${authority} could not be asked: ${reasonOf(cause)}.`, advice: doctor}
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return t`no reason`
  return (errorCode(cause) ?? cause.message).slice(0, 120)
}
