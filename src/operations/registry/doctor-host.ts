import type {LensError} from '../../image/oci/error.ts'
import {plainHttpAdvice} from '../../sources/engine/plain-http-advice.ts'
import {AnswerError} from '../../sources/registry/answer-failure.ts'
import {drain} from '../../sources/registry/drain.ts'
import {isLoopback} from '../../sources/registry/endpoint.ts'
import type {HttpResponse} from '../../sources/registry/http-response.ts'
import {NetworkError} from '../../sources/registry/network-failure.ts'
import {addressesOf, hostAndPort, knockAt} from '../../sources/registry/probe.ts'
import type {ProxyAddress} from '../../sources/registry/proxies.ts'
import {t} from '../../text/translate.ts'
import {engineTrustAdvice, loginAdvice} from './doctor-advice.ts'
import {attempt, type Examined, failureIn} from './examined.ts'
import {type Finding, fault, note, ok} from './finding.ts'

/** Clocks that differ by more make tokens invalid and certificates suspect, milliseconds. */
const SKEW_MS = 60_000

/** Whether the name of the host is known, by whoever has to look it up. */
export function examineName(examined: Examined): Promise<readonly Finding[]> {
  const {client, signal} = examined
  const {name} = hostAndPort(client.endpoint.authority)
  return attempt(examined, 'name', async () => {
    const proxy = proxyOf(examined)
    if (proxy !== null) return [note('name', t`${name} is looked up by the proxy`)]
    const addresses = await addressesOf(name, signal)
    return [ok('name', t`${name} is ${addresses.slice(0, 4).join(', ')}`)]
  })
}

/** The registry's own, or that of the proxy which stands before it. */
export function examinePort(examined: Examined): Promise<readonly Finding[]> {
  const {client, signal} = examined
  const {name, port} = hostAndPort(client.endpoint.authority)
  return attempt(examined, 'port', async () => {
    const proxy = proxyOf(examined)
    if (proxy === null) return [ok('port', t`${port} answers in ${milliseconds(await knockAt(name, port, signal))}`)]
    const at = hostAndPort(proxy.authority)
    const took = await knockAt(at.name, at.port, signal).catch(thrown => {
      throw thrown instanceof NetworkError ? thrown.through(proxy, client.endpoint.authority) : thrown
    })
    return [ok('proxy', t`${proxy.authority}, which ${proxy.variable} names, answers in ${milliseconds(took)}`)]
  })
}

function proxyOf({registries, client}: Examined): ProxyAddress | null {
  return registries.proxyFor(client.origin)
}

function milliseconds(took: number): string {
  return t`${Math.max(1, Math.round(took))} ms`
}

/** What the API's root tells somebody whom it does not know. */
export function examineApi(examined: Examined): Promise<readonly Finding[]> {
  const {client, signal, host} = examined
  return attempt(examined, 'encryption', async () => {
    let response: HttpResponse
    try {
      response = await client.introduce(signal)
    } catch (thrown) {
      // An answer came: the way to it is sound.
      if (!(thrown instanceof AnswerError)) throw thrown
      return [await encryption(examined), noApi(examined, t`HTTP ${thrown.status}`)]
    }
    if (/^text\/html/i.test(response.header('content-type') ?? '')) {
      return [await encryption(examined), noApi(examined, t`a web page`)]
    }
    const version = response.header('docker-distribution-api-version')
    return [
      await encryption(examined),
      ok('api', version === null ? t`answers /v2/ (distribution-spec)` : t`answers /v2/ as ${version}`),
      authentication(host, response.status, client.authorizer),
      ...clock(response.header('date'), client.clock.now()),
    ]
  })
}

function noApi({client, host}: Examined, answer: string): Finding {
  return fault('api', t`${host} answers /v2/ with ${answer}: it is no registry, or not at this port`, [
    `curl -i ${client.origin.href}v2/`,
    t`A private registry usually listens on 5000; behind a web server it needs its own name or a rule for /v2/.`,
  ])
}

/** By the engine that answers here. */
const PLAIN_HERE = {
  docker: t`plain HTTP on this machine alone: Docker here takes it`,
  podman: t`plain HTTP on this machine alone: Podman has to be told`,
  either: t`plain HTTP on this machine alone: Docker here takes it, Podman has to be told`,
} as const

async function encryption({client, registries, engine}: Examined): Promise<Finding> {
  const {authority} = client.endpoint
  if (client.isPlain) {
    const kind = await engine()
    if (!isLoopback(authority)) {
      return note('encryption', t`plain HTTP: an engine elsewhere has to be told`, engineTrustAdvice(authority, kind))
    }
    return note('encryption', PLAIN_HERE[kind ?? 'either'], [
      // Docker takes plain HTTP from what is on its own machine.
      ...(kind === 'docker' ? [] : plainHttpAdvice('podman', authority)),
      t`An engine elsewhere needs a name of this machine: there ${authority} is that engine's own.`,
    ])
  }
  const {folders} = registries.certsOf(authority)
  return ok('encryption', `HTTPS${folders.length === 0 ? '' : t`, with certificates from ${folders.join(', ')}`}`)
}

function authentication(
  host: string,
  status: number,
  {scheme, realm}: {readonly scheme: string; readonly realm: string | null},
): Finding {
  if (scheme !== 'none') {
    return ok('authentication', scheme === 'basic' ? t`name and password (basic)` : t`tokens from ${realm}`)
  }
  if (status !== 401) return note('authentication', t`none: whoever reaches it may do everything`)
  return fault('authentication', t`${host} wants to know who asks, in a way that is neither basic nor by tokens`, [
    t`Ask who keeps it for a registry address meant for programs.`,
  ])
}

function clock(date: string | null, now: number): Finding[] {
  const there = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(there)) return []
  const seconds = Math.round(Math.abs(now - there) / 1000)
  if (Math.abs(now - there) <= SKEW_MS) return [ok('clock', t`differs by ${seconds} s`)]
  const message =
    now > there
      ? t`this machine's clock is ${seconds} s ahead of the registry's: tokens are refused then`
      : t`this machine's clock is ${seconds} s behind the registry's: tokens are refused then`
  return [fault('clock', message, ['timedatectl set-ntp true'])]
}

/** What is kept for this registry, and whether it is believed. */
export function examineCredentials(examined: Examined, path: string | null): Promise<readonly Finding[]> {
  const {host, registries, client} = examined
  return attempt(examined, 'credentials', async () => {
    const found = await registries.credentialsOf({host, path})
    const {scheme} = client.authorizer
    if (found === null) {
      if (scheme === 'none') return [ok('credentials', t`none are kept, and none are asked for`)]
      return [note('credentials', t`none are kept: only what everybody may see can be had`, loginAdvice(host))]
    }
    const {credentials, from} = found
    const who = credentials.kind === 'password' ? credentials.username : t`an ${credentials.kind.replace('-', ' ')}`
    if (scheme === 'none') return [ok('credentials', t`${who}, from ${from}; the registry does not ask for them`)]
    const refused = await refusal(examined)
    if (refused === null) return [ok('credentials', t`${who}, from ${from}: the registry believes them`)]
    return [fault('credentials', t`${who}, from ${from}: ${refused.message}`, loginAdvice(host))]
  })
}

/** Why the registry or its token server does not believe who we are; null where it does. */
async function refusal(examined: Examined): Promise<LensError | null> {
  const root = {method: 'GET', path: '', scope: 'none', what: t`its first page`, done: 'read'} as const
  try {
    await drain(await examined.client.send({...root, signal: examined.signal, expect: [200]}))
    return null
  } catch (thrown) {
    const failure = failureIn(examined, thrown)
    // A token was given, though it opens nothing yet: that is about rights, not about who we are.
    if (failure.kind === 'registry-denied') return null
    if (failure.kind === 'registry-unauthorized') return failure
    throw failure
  }
}
