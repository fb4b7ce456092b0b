import {LensError} from '../../image/oci/error.ts'
import type {Context, Image, RawManifest, WholeImage} from '../../image/oci/image.ts'
import {type Descriptor, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {isIndexType, isManifestType} from '../../image/oci/media-type.ts'
import {formatPlatform} from '../../image/oci/platform.ts'
import type {Destination} from '../../sources/medium/destination.ts'
import {t} from '../../text/translate.ts'
import {inTurns} from '../in-turns.ts'
import {Arrivals, type ArrivedLayer, AT_ONCE} from './arrivals.ts'
import type {CopyOptions, CopyResult} from './copy-image.ts'

/** Indexes in indexes; deeper ones are refused. */
const MAX_DEPTH = 8

/**
 * Writes what a name leads to whole: an index with the images of all platforms and their attestations, as they are, so that all
 * digests stay. What is named comes before what names it. Throws `reference-unsupported` where the source knows one platform
 * only, `blob-missing` for a platform that never came along, and what reading and writing throw.
 */
export async function copyWhole(image: Image, destination: Destination, options: CopyOptions): Promise<CopyResult> {
  const stop = new AbortController()
  const signal = AbortSignal.any([options.context.signal, stop.signal])
  const context: Context = {...options.context, signal}
  try {
    if (image.whole === undefined) throw onePlatform(image)
    const root = await image.whole.root(context)
    const walk = new Walk(image.whole, destination, {...options, context}, stop)
    await walk.below(root, 0)
    await destination.putManifest(root, signal)
    const known = destination.keepsManifests
    return {digest: known ? root.digest : null, id: null, keepsDigest: known, layers: walk.layers}
  } finally {
    destination.close()
  }
}

class Walk {
  readonly layers: ArrivedLayer[] = []
  private readonly whole: WholeImage
  private readonly destination: Destination
  private readonly options: CopyOptions
  private readonly stop: AbortController
  private readonly arrivals: Arrivals
  private readonly seen = new Set<string>()
  private next = 0

  constructor(whole: WholeImage, destination: Destination, options: CopyOptions, stop: AbortController) {
    this.whole = whole
    this.destination = destination
    this.options = options
    this.stop = stop
    this.arrivals = new Arrivals(destination)
  }

  /** All that a manifest or an index names. */
  async below({raw, digest}: RawManifest, depth: number): Promise<void> {
    const document = parseManifestOrIndex(raw, t`The manifest ${digest}`)
    if (document.kind === 'index') {
      if (depth > MAX_DEPTH) {
        throw new LensError('limit-exceeded', t`Its indexes are nested more than ${MAX_DEPTH} deep.`)
      }
      for (const entry of document.manifests) await this.entry(entry, depth)
      return
    }
    const {context, onEvent} = this.options
    // What lies elsewhere by license is not copied; who needs it fetches it from there.
    const here = document.layers.filter(({urls}) => urls.length === 0)
    const first = this.next
    this.next += here.length
    const prepare = (descriptor: Descriptor) => async () => this.prepared(descriptor)
    const arrived = await inTurns(here, AT_ONCE, (layer, i) =>
      this.arrivals.putLayer(prepare(layer), first + i, context, onEvent).catch(thrown => {
        this.stop.abort()
        throw thrown
      }),
    )
    this.layers.push(...arrived)
    await this.arrivals.put(this.prepared(document.config), context, () => {})
  }

  private async entry(entry: Descriptor, depth: number): Promise<void> {
    if (this.seen.has(entry.digest)) return
    this.seen.add(entry.digest)
    const {context} = this.options
    const {digest, mediaType} = entry
    if (mediaType !== '' && !isIndexType(mediaType) && !isManifestType(mediaType)) {
      await this.arrivals.put(this.prepared(entry), context, () => {})
      return
    }
    const raw = await this.whole.manifest(entry, context).catch(cause => {
      throw cause instanceof LensError && cause.kind === 'blob-missing' ? notAll(entry, cause) : cause
    })
    const type = parseManifestOrIndex(raw, t`The manifest ${digest}`).mediaType ?? mediaType
    const manifest = {raw, digest, mediaType: mediaType || type}
    await this.below(manifest, depth + 1)
    await this.destination.putNested(manifest, context.signal)
  }

  private prepared(descriptor: Descriptor) {
    const {digest, size} = descriptor
    return {digest, size, open: (context: Context) => this.whole.blob(descriptor, context), close: () => {}}
  }
}

function onePlatform({transport, reference}: Image): LensError {
  return new LensError(
    'reference-unsupported',
    t`${reference} is there for one platform: ${transport} knows no others.`,
    {
      advice: t`Leave --all-platforms out.`,
    },
  )
}

function notAll({digest, platform}: Descriptor, cause: LensError): LensError {
  const which = platform === null ? digest : formatPlatform(platform)
  return new LensError('blob-missing', t`Not all platforms are here: of ${which} only the name came along.`, {
    cause,
    advice: t`Leave --all-platforms out to copy one, or copy from where all of them are.`,
  })
}
