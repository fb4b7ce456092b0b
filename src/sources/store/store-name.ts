import {LensError} from '../../image/oci/error.ts'
import {familiarRepository, formatRemoteName, parseRemoteName} from '../../image/oci/remote-name.ts'
import {t} from '../../text/translate.ts'
import {CONTAINERD_NAME, REF_NAME} from '../layout/layout-candidates.ts'
import {familiarName, fullName} from '../medium/image-name.ts'

declare const brand: unique symbol

/** What an image of the store is called: as docker shows it, such as `nginx:1.25` or `localhost:5000/shop/api:1.4`. */
export type StoreName = string & {readonly [brand]: 'StoreName'}

/**
 * A name to be given in the store, a tag always with it. Throws `reference-malformed` for what is none, and for a digest, which
 * an image has and nobody gives.
 */
export function parseStoreName(text: string): StoreName {
  const name = parseRemoteName(text)
  if (name.digest !== null) {
    throw new LensError('reference-malformed', t`${text} names a digest; an image is given a name and a tag.`, {
      advice: t`Leave the digest out: ${text.slice(0, text.indexOf('@'))}`,
    })
  }
  return `${familiarRepository(name)}:${name.tag ?? 'latest'}` as StoreName
}

/**
 * The annotations that name an entry: the tag that skopeo, umoci and podman take behind `oci:FOLDER:`, and the full name that
 * containerd takes.
 */
export function nameAnnotations(name: StoreName): Readonly<Record<string, string>> {
  const full = formatRemoteName(parseRemoteName(name))
  return {[REF_NAME]: name, [CONTAINERD_NAME]: full}
}

/** True where a tag of an index.json, whoever wrote it, is this name. */
export function isNamed(tag: string | null, name: string): boolean {
  return tag !== null && (tag === name || fullName(tag) === fullName(name))
}

/** What an image that comes from elsewhere is called here; null where its place gives it no name. */
export function nameFromReference(reference: string): StoreName | null {
  const remote = /^docker:\/\/(.+)$/.exec(reference)?.[1]
  if (remote !== undefined) {
    const name = parseRemoteName(remote)
    return name.digest === null ? parseStoreName(remote) : null
  }
  const local = /^(?:docker-daemon|podman|store):(.+)$/.exec(reference)?.[1]
  if (local === undefined || /^(?:sha256:)?[0-9a-f]{12,64}$/.test(local) || local.includes('@')) return null
  return parseStoreName(familiarName(local))
}

/** A tag, where one has a form that can be a name here. */
export function nameFromTag(tag: string): StoreName | null {
  try {
    return parseStoreName(tag)
  } catch {
    return null
  }
}

/** A name's repository and its tag. */
export function splitTag(name: string): readonly [repository: string, tag: string] {
  const colon = name.lastIndexOf(':')
  return colon > name.lastIndexOf('/') ? [name.slice(0, colon), name.slice(colon + 1)] : [name, 'latest']
}
