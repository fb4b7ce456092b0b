import {LensError} from '../../image/oci/error.ts'
import {JsonReader} from '../../image/oci/json.ts'
import type {RepositoryName} from '../../image/oci/remote-name.ts'
import {t} from '../../text/translate.ts'
import {isSameOrigin, nonsense, type RegistryClient} from './registry-client.ts'
import {pullScope, type Scope} from './scope.ts'

/** Names asked for at once; registries may give fewer. */
const PAGE = 1000
/** A page of names is never longer, bytes. */
const PAGE_LIMIT = 8 * 1024 * 1024
/** Beyond these a list is endless: it is told, not read on. */
const MOST_PAGES = 20_000
const MOST_NAMES = 2_000_000

/**
 * The repositories of a registry, page by page (distribution's `_catalog`; no part of the specification). Throws `not-found` or
 * `registry-denied` where the registry offers no list, as Docker Hub and most hosted ones.
 */
export function listRepositories(client: RegistryClient, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  return pages(client, {
    path: '_catalog',
    field: 'repositories',
    scope: 'catalog',
    what: t`its repositories`,
    signal,
  })
}

/** The tags of a repository, page by page: distribution-spec, Listing Tags. */
export function listTags(
  client: RegistryClient,
  {path}: RepositoryName,
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  return pages(client, {path: `${path}/tags/list`, field: 'tags', scope: pullScope(path), what: path, signal})
}

interface List {
  readonly path: string
  readonly field: 'repositories' | 'tags'
  readonly scope: Scope
  readonly what: string
  readonly signal: AbortSignal
}

async function* pages(client: RegistryClient, list: List): AsyncGenerator<readonly string[]> {
  const seen = new Set<string>()
  let next: string | URL = `${list.path}?n=${PAGE}`
  for (let names = 0; ; ) {
    const {response, body} = await askPage(client, list, next)
    if (response.status === 400) {
      next = list.path
      continue
    }
    const page = parsePage(body, list.field, client.host)
    yield page
    names += page.length
    const link = nextLink(response.header('link'))
    if (link === null) return
    if (!URL.canParse(link, response.url.href)) throw nonsense(client.host, t`the list goes on at no address`)
    const url = new URL(link, response.url)
    // Behind a proxy that ends TLS registries often name themselves without it.
    if (url.host === client.origin.host) url.protocol = client.origin.protocol
    if (!isSameOrigin(url, client.origin)) throw nonsense(client.host, t`the list goes on at another host`)
    if (seen.has(url.href)) throw nonsense(client.host, t`the list goes round in a circle`)
    if (seen.size >= MOST_PAGES || names >= MOST_NAMES) throw endless(client.host, names)
    seen.add(url.href)
    next = url
  }
}

/** A first page whose number of names the registry does not like is answered with 400 (Distribution 3: PAGINATION_NUMBER_INVALID). */
function askPage(client: RegistryClient, {path, scope, signal, what}: List, next: string | URL) {
  const first = typeof next === 'string' && next !== path
  const request = {path: next, scope, signal, what, expect: first ? [200, 400] : [200]}
  return client.fetch({...request, method: 'GET', done: 'listed'}, PAGE_LIMIT)
}

function parsePage(body: Buffer | null, field: List['field'], host: string): readonly string[] {
  if (body === null) throw nonsense(host, t`a page of its list has more than ${PAGE_LIMIT} bytes`)
  const read = new JsonReader(t`The list of ${host}`, 'registry-failed')
  // An empty list is null for some.
  return read.strings(read.object(read.parse(body), '')[field], field)
}

/** RFC 8288: `<URL>; rel="next"`. */
function nextLink(header: string | null): string | null {
  const found = /<([^<>]*)>\s*;[^<,]*\brel="?next"?/i.exec((header ?? '').slice(0, 16_384))
  return found?.[1] ?? null
}

function endless(host: string, names: number): LensError {
  return new LensError('limit-exceeded', t`The list of ${host} does not end: ${names} names were read.`, {
    advice: t`Ask for one repository or tag by its name.`,
  })
}
