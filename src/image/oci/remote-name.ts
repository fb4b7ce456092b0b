import {t} from '../../text/translate.ts'
import {type Digest, parseDigest} from './digest.ts'
import {LensError} from './error.ts'

/** A repository of a registry. */
export interface RepositoryName {
  /** as it stands in references: `docker.io`, `localhost:5000`, `[::1]:5000` */
  readonly host: string
  /** distribution-spec's `<name>`, such as `library/nginx` */
  readonly path: string
}

/** What `HOST/REPO[:TAG][@DIGEST]` names. */
export interface RemoteName extends RepositoryName {
  readonly tag: string | null
  readonly digest: Digest | null
}

/** Docker Hub as references spell it; its API answers elsewhere. */
export const DOCKER_HUB = 'docker.io'

const HUB_ALIASES: readonly string[] = [
  DOCKER_HUB,
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
]
const HOST =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i
/** distribution-spec, Pulling manifests; one component at a time, so that no text takes the square of its length. */
const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/
const TAG = /^\w[\w.-]{0,127}$/
const LONGEST = 255

/**
 * Parses a name as docker writes it: without a host it is Docker Hub's, and of one word that of an official image. Throws
 * `reference-malformed`, or `digest-malformed`.
 */
export function parseRemoteName(text: string): RemoteName {
  const at = text.indexOf('@')
  const digest = at < 0 ? null : parseDigest(text.slice(at + 1))
  const named = at < 0 ? text : text.slice(0, at)
  const tagged = /^(.*[^/]):([^/]*)$/.exec(named)
  // `localhost:5000` alone is a host, `nginx:1` a tag: what follows the last slash decides.
  const tag = tagged === null ? null : tagged[2]!
  if (tag !== null && !TAG.test(tag)) {
    throw malformed(
      text,
      t`${JSON.stringify(tag.slice(0, 140))} is no tag`,
      t`A tag has letters, digits, dots, _ and -, at most 128.`,
    )
  }
  return {...splitHost(tagged === null ? named : tagged[1]!, text), tag, digest}
}

/** Parses `HOST[:PORT]`, as `login` and `catalog` take it; a scheme or a slash behind it is forgiven. Throws `reference-malformed`. */
export function parseRegistryHost(text: string): string {
  const host = text.replace(/^(?:https?|docker):\/\//i, '').replace(/\/+$/, '')
  if (!HOST.test(host) || portOf(host) > 65_535) {
    throw malformed(
      text,
      t`it is no host of a registry`,
      t`Write HOST or HOST:PORT, such as localhost:5000 or docker.io.`,
    )
  }
  return canonicalHost(host)
}

/** `HOST/PATH[:TAG][@DIGEST]`, in full. */
export function formatRemoteName({
  host,
  path,
  tag = null,
  digest = null,
}: RepositoryName & Partial<RemoteName>): string {
  return `${host}/${path}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

/** As docker shows it: without Docker Hub's host and the folder of official images. */
export function familiarRepository({host, path}: RepositoryName): string {
  if (host !== DOCKER_HUB) return `${host}/${path}`
  return path.startsWith('library/') ? path.slice('library/'.length) : path
}

/** What asks a registry for this image: its digest where it has one, else its tag. */
export function manifestReference({tag, digest}: Pick<RemoteName, 'tag' | 'digest'>): string {
  return digest ?? tag ?? 'latest'
}

/**
 * True for what can only be a registry, with nothing of it named: `registry.lan`, `localhost:5000`. Read as docker reads names,
 * the second is a tag of Docker Hub's; nobody means that.
 */
export function isHostAlone(text: string): boolean {
  return /^(?:(?:localhost|[^/:@]*\.[^/:@]*|\[[^/@]*\])(?::\d{1,5})?|[^/:@]+:\d{3,5})$/.test(text)
}

/** True where the first word of a name can only be a host: docker's rule. */
export function namesHost(text: string): boolean {
  const first = text.slice(0, Math.max(0, text.indexOf('/')))
  return first === 'localhost' || /[.:]/.test(first)
}

function splitHost(name: string, text: string): RepositoryName {
  const hosted = namesHost(name)
  const slash = name.indexOf('/')
  const host = hosted ? parseRegistryHost(name.slice(0, slash)) : DOCKER_HUB
  const written = hosted ? name.slice(slash + 1) : name
  if (written === '') throw malformed(text, t`the repository is missing`, t`Write ${host}/REPOSITORY:TAG.`)
  const path = host === DOCKER_HUB && !written.includes('/') ? `library/${written}` : written
  if (path.length > LONGEST) throw malformed(text, t`a repository's name has at most ${LONGEST} characters`)
  for (const component of path.split('/')) {
    if (COMPONENT.test(component)) continue
    const lower = written.toLowerCase()
    const advice = lower.split('/').every(each => COMPONENT.test(each))
      ? t`Write it in lower case: ${name.slice(0, -written.length) + lower + text.slice(name.length)}`
      : t`Write HOST/REPOSITORY:TAG; a repository has lower-case letters, digits, and single . _ - between them.`
    throw malformed(text, t`${JSON.stringify(component.slice(0, 140))} can't stand in a repository's name`, advice)
  }
  return {host, path}
}

function canonicalHost(host: string): string {
  const lower = host.toLowerCase()
  return HUB_ALIASES.includes(lower) ? DOCKER_HUB : lower
}

function portOf(host: string): number {
  return Number(/:(\d+)$/.exec(host)?.[1] ?? 0)
}

function malformed(text: string, why: string, advice = t`Write HOST/REPOSITORY[:TAG|@DIGEST].`): LensError {
  return new LensError(
    'reference-malformed',
    t`${JSON.stringify(text.slice(0, 300))} names no image of a registry: ${why}.`,
    {
      advice,
    },
  )
}
