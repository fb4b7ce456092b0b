import {LensError} from '../image/oci/error.ts'
import type {Transport} from '../image/oci/image.ts'
import {formatRemoteName, type RemoteName} from '../image/oci/remote-name.ts'
import {t} from '../text/translate.ts'
import {openArchive} from './archive/archive-source.ts'
import {ContainerSource} from './daemon/container-source.ts'
import {DaemonSource} from './daemon/daemon-source.ts'
import {openDirectory} from './dir/dir-source.ts'
import type {FileSource} from './disk/file-source.ts'
import type {PlaceName} from './disk/place-name.ts'
import {probablePath, splitAtExistingPath} from './disk/split-path.ts'
import type {DaemonTransport} from './engine/daemon-transport.ts'
import type {Engine} from './engine/engine.ts'
import type {Engines} from './engine/engines.ts'
import {openLayout} from './layout/layout-source.ts'
import {afterDash, type FoundImage, type LookOptions, lookAtPath, lookAtStandardInput} from './look.ts'
import type {BlobKeeper} from './medium/blob-keeper.ts'
import type {Source} from './medium/source.ts'
import {notYet} from './not-yet.ts'
import type {HoldsImage} from './recognise.ts'
import type {Registries} from './registry/registries.ts'
import {RegistrySource} from './registry/registry-source.ts'
import {PROGRAM_BLOBS} from './spool/kept-blobs.ts'
import type {Spools} from './spool/spools.ts'
import type {Store} from './store/store.ts'
import {StoreSource} from './store/store-source.ts'

/** A source, and which of its images is meant. */
export interface Place {
  readonly source: Source
  readonly selector: string
  /** in words: transport, name, how it was compressed */
  readonly took: string
  /** what to say where opening it fails: of a place that was only asked because all others have nothing of that name */
  readonly told?: (failure: LensError) => LensError
}

/** What may be asked, and what keeps what was fetched. */
export interface PlaceOptions extends LookOptions {
  /** the registries that may be asked; absent where none may */
  readonly registries?: Registries
  /** keeps layers that a registry gave; by default until the program ends */
  readonly keeper?: BlobKeeper
  /** absent where no engine is to be asked */
  readonly engines?: Engines
  /** our own store; absent where there is none */
  readonly store?: Store
}

/** An image of our own store: nothing is read yet. */
export function storePlace(name: string, {store}: PlaceOptions): Place {
  if (store === undefined) throw notYet('store', name)
  return {source: new StoreSource(store), selector: name, took: t`store ${name}, in ${store.folder}`}
}

/** An image of an engine: nothing is asked yet but whether the engine is there. */
export async function daemonPlace(transport: DaemonTransport, rest: string, options: PlaceOptions): Promise<Place> {
  const {engines, context, spools} = options
  if (rest === '') {
    throw new LensError('reference-malformed', t`Nothing follows ${transport}: in the reference.`, {
      advice: t`Write ${transport}:NAME, where NAME is a tag, an ID or the beginning of one.`,
    })
  }
  if (engines === undefined) throw notYet(transport, rest)
  const engine = await engines.find(transport === 'podman' ? 'podman' : 'docker', context.signal)
  return placeOnEngine(engine, transport, rest, spools)
}

/** A container of the engine that answers: nothing of it is asked yet. Throws `reference-malformed`, `engine-not-reached`. */
export async function containerPlace(name: string, {engines, context, spools}: PlaceOptions): Promise<Place> {
  if (name === '') {
    throw new LensError('reference-malformed', t`Nothing follows container: in the reference.`, {
      advice: t`Write container:NAME, where NAME is a name, an ID or the beginning of one.`,
    })
  }
  if (engines === undefined) throw notYet('container', name)
  const engine = await engines.find(null, context.signal)
  const {kind, version, host} = engine.info
  return {
    source: new ContainerSource(engine, spools),
    selector: name,
    took: t`container ${name}, on ${kind} ${version} (${host})`,
  }
}

/** An image of an engine that answered; whether it has one of that name shows when it is opened. */
export function placeOnEngine(engine: Engine, transport: DaemonTransport, name: string, spools: Spools): Place {
  const took = t`${transport} ${name}, on ${engine.info.kind} ${engine.info.version} (${engine.info.host})`
  return {source: new DaemonSource(engine, transport, spools), selector: name, took}
}

type FileTransport = 'docker-archive' | 'oci-archive' | 'oci' | 'dir'

/**
 * A file or folder whose format was said, containers-transports(5). Throws `not-an-image` where it is another,
 * `reference-malformed`, and what looking at it throws.
 */
export async function namedPlace(transport: FileTransport, rest: string, options: LookOptions): Promise<Place> {
  if (rest === '') {
    throw new LensError('reference-malformed', t`Nothing follows ${transport}: in the reference.`, {
      advice: t`Write ${transport}:PATH or ${transport}:PATH:NAME.`,
    })
  }
  const selectorOfInput = afterDash(rest)
  const placed = splitAtExistingPath(rest) ?? {path: probablePath(rest), selector: ''}
  const looked = selectorOfInput === null ? await lookAtPath(placed.path, options) : await lookAtStandardInput(options)
  if (looked.found === null) throw looked.failure
  const place = placeOf(looked, selectorOfInput ?? placed.selector, transport)
  const actual = place.source.transport
  if (actual === transport) return place
  const {shown, reference} = looked.name
  throw new LensError('not-an-image', t`${shown} is not ${a(transport)}, but ${a(actual)}.`, {
    advice: t`Write ${actual}:${reference}, or the path alone.`,
  })
}

function a(transport: Transport): string {
  switch (transport) {
    case 'docker-archive':
      return t`a docker-archive`
    case 'oci':
      return t`an OCI layout folder`
    case 'dir':
      return t`a dir: folder`
    default:
      return t`an ${transport}`
  }
}

/** An image of a registry: nothing is asked yet. Throws `reference-unsupported` where no registry may be asked. */
export function registryPlace(name: RemoteName, {registries, keeper = PROGRAM_BLOBS}: PlaceOptions): Place {
  if (registries === undefined) throw notYet('docker', formatRemoteName(name))
  const source = new RegistrySource(registries, name, keeper)
  return {source, selector: '', took: t`registry ${formatRemoteName(name)}`}
}

/** The source of what was found. */
export function placeOf(
  {found, path, name, compression}: FoundImage,
  selector: string,
  asked: Transport | null,
): Place {
  const source = sourceOf(found, path, name, asked)
  const how = compression === 'none' ? '' : t`, unpacked from ${compression}`
  return {source, selector, took: `${source.transport} ${name.reference}${how}`}
}

function sourceOf(found: HoldsImage, path: string, name: PlaceName, asked: Transport | null): FileSource {
  switch (found.kind) {
    case 'oci':
      return openLayout(path)
    case 'dir':
      return openDirectory(path)
    case 'docker-archive': {
      // Docker 25 and later write both formats into one tar; either may be asked for.
      const both = found.archive.members.has('index.json') && found.archive.members.has('oci-layout')
      return openArchive(asked === 'oci-archive' && both ? 'oci-archive' : 'docker-archive', found.archive, name)
    }
    default:
      return openArchive(found.kind, found.archive, name)
  }
}
