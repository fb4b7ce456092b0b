import {LensError} from '../image/oci/error.ts'
import type {Context, Image} from '../image/oci/image.ts'
import {parseRemoteName} from '../image/oci/remote-name.ts'
import {COMPRESSIONS, type LayerCompression} from '../operations/copy/compressor.ts'
import {type CopyResult, copyImage} from '../operations/copy/copy-image.ts'
import {copyWhole} from '../operations/copy/copy-whole.ts'
import {keepRecentHost} from '../operations/registry/recent-hosts.ts'
import {destinationOf} from '../sources/destinations.ts'
import type {Destination} from '../sources/medium/destination.ts'
import type {World} from './command.ts'
import {LayerLines} from './format/layer-lines.ts'

export interface CopyingOptions {
  /** what happens, such as "Copying" */
  readonly verb: string
  readonly compress?: LayerCompression | null
  /** all platforms of an index, as they are */
  readonly whole?: boolean
}

/** Copies an image to where a reference leads, telling how far each layer is. Throws what copying throws. */
export async function copied(
  image: Image,
  to: string | Destination,
  {verb, compress = null, whole = false}: CopyingOptions,
  world: World,
): Promise<CopyResult & {readonly destination: string}> {
  const {registries, store, engines, signal} = world
  const destination = typeof to === 'string' ? await destinationOf(to, image, {registries, store, engines}, signal) : to
  const lines = new LayerLines(verb, text => world.err(text), world.showsProgress)
  const context: Context = {signal, progress: () => {}}
  const options = {context, compress, onEvent: lines.hear.bind(lines)}
  try {
    const result = whole ? await copyWhole(image, destination, options) : await copyImage(image, destination, options)
    const {reference} = destination
    // The screen lists the registries that images went to lately.
    if (reference.startsWith('docker://')) keepRecentHost(world.user, parseRemoteName(reference.slice(9)).host)
    return {...result, destination: reference}
  } finally {
    lines.end()
  }
}

/** `--compress`, checked. Throws `usage`. */
export function compressionGiven(text: string | null): LayerCompression | null {
  const found = COMPRESSIONS.find(each => each === text)
  if (text === null || found !== undefined) return found ?? null
  throw new LensError('usage', `Layers can't be packed by ${text}.`, {advice: `Take ${COMPRESSIONS.join(' or ')}.`})
}
