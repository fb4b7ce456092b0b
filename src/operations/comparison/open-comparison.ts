import {LensError} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import type {Resolved} from '../../sources/resolve.ts'
import {t} from '../../text/translate.ts'
import {loadTold} from '../load-told.ts'
import type {WorkerPool} from '../worker/pool.ts'
import {type ComparedImages, type ComparedSide, compareImages} from './compare-images.ts'

/** What opening and reading both images takes. */
export interface OpenComparisonOptions {
  readonly resolve: (reference: string) => Promise<Resolved>
  readonly pool: WorkerPool
  readonly cacheFolder: string | null
  /** told how many bytes of the layers were read */
  readonly context: Context
}

/**
 * Opens two images, reads their layers, and compares them by what is known then. Throws what opening throws,
 * `reference-ambiguous` for a place with several images, and `blob-missing` where a layer can't be read: of a part nobody can
 * say what it differs in.
 */
export async function openComparison(
  before: string,
  after: string,
  options: OpenComparisonOptions,
): Promise<ComparedImages> {
  const first = await side(before, options)
  const second = before === after ? first : await side(after, options)
  const {pool, context} = options
  return compareImages(first, second, {pool, context: {signal: context.signal, progress: () => {}}})
}

async function side(
  reference: string,
  {resolve, pool, cacheFolder, context}: OpenComparisonOptions,
): Promise<ComparedSide> {
  const resolved = await resolve(reference)
  if (resolved.kind === 'choices') {
    throw new LensError('reference-ambiguous', t`${reference} is more than one image.`, {
      advice: t`Open it, choose one, and name that.`,
    })
  }
  const {image} = resolved
  const loaded = await loadTold(image, {pool, cacheFolder, context})
  const fault = loaded.faults[0]
  if (fault !== undefined) {
    throw new LensError(
      'blob-missing',
      t`${reference} can't be compared: layer ${fault.layer} could not be read. ${fault.message}`,
    )
  }
  const verified = loaded.layers.every(({trust}) => trust === 'verified')
  return {...loaded, layer: image.layers.length - 1, verified}
}
