import {LensError} from '../image/oci/error.ts'
import {namesHost, parseRemoteName, type RemoteName} from '../image/oci/remote-name.ts'
import {shellPath} from '../text/shell-words.ts'
import {t} from '../text/translate.ts'
import {probablePath, splitAtExistingPath} from './disk/split-path.ts'
import {daemonTransport} from './engine/daemon-transport.ts'
import {inspectImage} from './engine/images-api.ts'
import {afterDash, lookAtPath, lookAtStandardInput} from './look.ts'
import {type Place, type PlaceOptions, placeOf, placeOnEngine, registryPlace, storePlace} from './place.ts'
import {recogniseFile} from './recognise.ts'
import {isInStore} from './store/store-source.ts'

/** A bare reference: standard input, a path that is an archive or a layout, what the engine knows by that name, a registry. */
export async function barePlace(text: string, options: PlaceOptions): Promise<Place> {
  const selectorOfInput = afterDash(text)
  if (selectorOfInput !== null) {
    const looked = await lookAtStandardInput(options)
    if (looked.found === null) throw looked.failure
    return placeOf(looked, selectorOfInput, null)
  }
  const placed = splitAtExistingPath(text)
  if (placed === null) {
    if (looksLikePath(text)) throw recogniseFailure(probablePath(text))
    return namedElsewhere(text, options)
  }
  const looked = await lookAtPath(placed.path, options)
  if (looked.found !== null) return placeOf(looked, placed.selector, null)
  // What holds no image does not shadow one of that name; a path, or a file named in full, was meant as such.
  const isFolder = looked.kind === 'folder' || looked.kind === 'root-folder'
  if (looksLikePath(text) || (placed.selector === '' && !isFolder)) throw looked.failure
  return namedElsewhere(text, options, looked.failure)
}

/** What an engine has by a bare name, else the store, else a registry: the one that the name itself names, or Docker Hub. */
async function namedElsewhere(text: string, options: PlaceOptions, folder?: LensError): Promise<Place> {
  const onEngine = await namedOnEngine(text, options)
  if (onEngine !== null && !(onEngine instanceof LensError)) return onEngine
  if (options.store !== undefined && (await isInStore(options.store, text))) return storePlace(text, options)
  const remote = options.registries === undefined ? null : remoteNameOf(text)
  if (remote === null) throw unknownName(text, onEngine, folder)
  const place = registryPlace(remote, options)
  // Only a registry has such a host before its name; what else was asked is then of no interest.
  if (namesHost(text)) return place
  return {...place, told: failure => (saysNo(failure) ? unknownName(text, onEngine, folder, failure) : failure)}
}

/** What a registry would know by this name; null where it can't be the name of an image in one. */
function remoteNameOf(text: string): RemoteName | null {
  try {
    return parseRemoteName(text)
  } catch (thrown) {
    if (namesHost(text) || !(thrown instanceof LensError)) throw thrown
    return null
  }
}

/** The registry has no such image, tells nobody whether it has, or can't be asked. */
function saysNo({kind}: LensError): boolean {
  return kind === 'not-found' || kind.startsWith('registry-')
}

/**
 * What an engine has by a bare name; why it has nothing; null where none is to be asked. No engine is no reason to fail before
 * everything else was tried.
 */
async function namedOnEngine(
  text: string,
  {engines, context, spools}: PlaceOptions,
): Promise<Place | LensError | null> {
  if (engines === undefined) return null
  try {
    const engine = await engines.find(null, context.signal)
    await inspectImage(engine, text, context.signal)
    return placeOnEngine(engine, daemonTransport(engine.info.kind), text, spools)
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown.kind === 'cancelled') throw thrown
    return thrown
  }
}

/** The error of looking at a path that isn't there. */
function recogniseFailure(path: string): unknown {
  try {
    recogniseFile(path)
  } catch (thrown) {
    return thrown
  }
  return unknownName(path, null)
}

/** What is meant as a path even where nothing is there: by how it begins, or by the name of an archive. */
export function looksLikePath(text: string): boolean {
  return /^(\/|\.\.?(\/|$)|~)/.test(text) || /\.(tar|tgz|gz|zst|xz|bz2)(:|$)/i.test(text)
}

/** Nothing has that name, or nobody who might have it could be asked: says of each place that was asked why not. */
function unknownName(text: string, engine: LensError | null, folder?: LensError, registry?: LensError): LensError {
  const hub = registry === undefined ? '' : t` Docker Hub: ${registry.message}`
  const save = t`Save the image to a file and open that: docker save ${shellPath(text)} -o image.tar`
  // Who named a folder most likely meant it: what is wrong with it comes first, and no list of sockets.
  if (folder !== undefined) {
    const silent = engine?.kind === 'engine-not-reached'
    const others = silent ? t` No engine answers that may have an image of that name.` : sentence(engine)
    return new LensError('not-found', `${folder.message}${others}${hub}`, {
      advice: folder.advice ?? save,
      cause: engine,
    })
  }
  const asked = sentence(engine) + hub
  const somebodySays =
    registry?.kind !== 'registry-unreachable' || (engine !== null && engine.kind !== 'engine-not-reached')
  return new LensError(somebodySays ? 'not-found' : registry.kind, t`There is no image file ${text} here.${asked}`, {
    advice: engine?.advice ?? save,
    cause: engine,
  })
}

/** Behind another sentence; '' for none. */
function sentence(failure: LensError | null): string {
  return failure === null ? '' : ` ${failure.message}`
}
