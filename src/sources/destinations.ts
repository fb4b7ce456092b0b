import {LensError} from '../image/oci/error.ts'
import type {Image} from '../image/oci/image.ts'
import {parseReference} from '../image/oci/reference.ts'
import {familiarRepository, parseRemoteName} from '../image/oci/remote-name.ts'
import {t} from '../text/translate.ts'
import {DockerArchiveDestination} from './archive/docker-archive-destination.ts'
import {OciArchiveDestination} from './archive/oci-archive-destination.ts'
import {EngineDestination} from './daemon/engine-destination.ts'
import type {Engines} from './engine/engines.ts'
import {LayoutDestination} from './layout/layout-destination.ts'
import type {Destination} from './medium/destination.ts'
import type {Registries} from './registry/registries.ts'
import {RegistryDestination} from './registry/registry-destination.ts'
import type {Store} from './store/store.ts'
import {StoreDestination} from './store/store-destination.ts'
import {nameFromReference, nameFromTag, parseStoreName, type StoreName} from './store/store-name.ts'

/** What there is to write to. */
export interface DestinationPlaces {
  readonly registries: Registries
  /** absent where there is none */
  readonly store?: Store
  /** absent where no engine is to be asked */
  readonly engines?: Engines
}

/**
 * Where a reference says that an image should go; `source` is the reference of the image, `tags` what it is called there; `digest` null
 * for one without a manifest of its own.
 * Throws `reference-malformed`, `reference-unsupported` for what can't be written, `usage` for a folder that is something else,
 * `engine-not-reached`.
 */
export async function destinationOf(
  text: string,
  {reference: source, tags, digest}: Pick<Image, 'reference' | 'tags' | 'digest'>,
  {registries, store, engines}: DestinationPlaces,
  signal: AbortSignal,
): Promise<Destination> {
  const {transport, rest} = parseReference(text)
  switch (transport) {
    case 'store':
      if (store === undefined) throw unwritable(text)
      return new StoreDestination(store, storeName(rest, source, tags), {takesKnown: digest === null})
    case 'docker-daemon':
    case 'podman': {
      if (engines === undefined) throw unwritable(text)
      const engine = await engines.find(transport === 'podman' ? 'podman' : 'docker', signal)
      const name = rest === '' ? storeName('', source, tags) : parseStoreName(rest)
      return new EngineDestination(engine, transport, name)
    }
    case 'oci-archive': {
      const {path, tag} = splitOciArchive(rest)
      return new OciArchiveDestination(path, tag ?? tagFor(source, tags))
    }
    case 'docker':
      return new RegistryDestination(registries, parseRemoteName(rest), source)
    case 'oci': {
      const {folder, tag} = splitLayout(rest)
      return new LayoutDestination(folder, tag)
    }
    case 'docker-archive': {
      const {path, name} = splitArchive(rest)
      return new DockerArchiveDestination(path, name ?? storeName('', source, tags))
    }
    default:
      throw unwritable(text)
  }
}

function unwritable(text: string): LensError {
  return new LensError('reference-unsupported', t`Nothing can be copied to ${text}.`, {
    advice: t`Copy to docker://HOST/REPO:TAG, store:NAME, oci:FOLDER:TAG, oci-archive:FILE:TAG, docker-archive:FILE:NAME, docker-daemon:NAME or podman:NAME.`,
  })
}

/** The name that was asked for, else the one that the image has where it comes from. */
function storeName(rest: string, source: string, tags: readonly string[]): StoreName | null {
  if (rest !== '') return parseStoreName(rest)
  return nameFromReference(source) ?? tags.map(nameFromTag).find(name => name !== null) ?? null
}

/** What an archive calls an image: its whole name, which all tools take. */
function tagFor(source: string, tags: readonly string[]): string | null {
  return storeName('', source, tags)
}

/** `PATH[:TAG]`, as for docker-archive. */
function splitOciArchive(rest: string): {path: string; tag: string | null} {
  const colon = rest.indexOf(':')
  const path = colon < 0 ? rest : rest.slice(0, colon)
  if (path === '') {
    throw new LensError('reference-malformed', t`oci-archive: needs a file to copy to.`, {
      advice: t`Write oci-archive:FILE or oci-archive:FILE:TAG.`,
    })
  }
  return {path, tag: colon < 0 ? null : rest.slice(colon + 1)}
}

/** `DIR[:TAG]`: what follows the last colon is the tag, unless a slash does. */
function splitLayout(rest: string): {folder: string; tag: string | null} {
  const found = /^(.+?):([^/:@]+)$/.exec(rest)
  const folder = found === null ? rest : found[1]!
  if (folder === '' || folder.endsWith(':')) {
    throw new LensError('reference-malformed', t`oci: needs a folder to copy to.`, {
      advice: t`Write oci:FOLDER or oci:FOLDER:TAG.`,
    })
  }
  return {folder, tag: found === null ? null : found[2]!}
}

/** `PATH[:NAME[:TAG]]`: a path ends at its first colon, as containers-transports(5) has it. */
function splitArchive(rest: string): {path: string; name: string | null} {
  const colon = rest.indexOf(':')
  const path = colon < 0 ? rest : rest.slice(0, colon)
  if (path === '') {
    throw new LensError('reference-malformed', t`docker-archive: needs a file to copy to.`, {
      advice: t`Write docker-archive:FILE or docker-archive:FILE:NAME:TAG.`,
    })
  }
  if (colon < 0) return {path, name: null}
  const name = parseRemoteName(rest.slice(colon + 1))
  return {path, name: `${familiarRepository(name)}:${name.tag ?? 'latest'}`}
}
