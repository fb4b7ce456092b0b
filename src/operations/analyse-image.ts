import type {Analysis} from '../image/analysis/analyse.ts'
import type {BaseImage} from '../image/analysis/base-image.ts'
import {type ImageFacts, WANTED_BYTES} from '../image/analysis/ground.ts'
import type {Union} from '../image/filesystem/union.ts'
import {LensError, throwIfCancelled} from '../image/oci/error.ts'
import type {Context, Image} from '../image/oci/image.ts'
import {historySteps} from '../image/oci/image-history.ts'
import {LayerContents} from './extract/layer-contents.ts'
import type {ImageFiles} from './extract/path-failure.ts'
import {plainRegion} from './plain-region.ts'
import type {LayerData} from './worker/layer-data.ts'
import type {WorkerPool} from './worker/pool.ts'

/** How an image is analysed, and by whom. */
export interface AnalyseOptions {
  readonly pool: WorkerPool
  readonly context: Context
  readonly base: BaseImage
  /** hash files of equal size to find those that are there twice: as long as reading them takes */
  readonly duplicates: boolean
}

/**
 * Says why an image is as big as it is, in the worker. Reads the few files that rules ask for, and where told so all that
 * might be there twice; what can't be read is done without. Rejects with `cancelled`.
 */
export async function analyseImage(files: ImageFiles, options: AnalyseOptions): Promise<Analysis> {
  const {pool, context, base} = options
  const ground = groundOf(files, base)
  const wanted = await pool.run({type: 'wanted', ...ground}, context)
  const contents = await readWanted(files, wanted, context)
  const duplicates = options.duplicates ? await findDuplicates(files, pool, context) : null
  const {analysis} = await pool.run({type: 'analyse', ...ground, contents, duplicates, byPath: false}, context)
  return analysis
}

/** What every task of an analysis is given. */
export function groundOf({image, union}: ImageFiles, base: BaseImage) {
  return {layers: layersOf(union), union: union.columns, facts: factsOf(image), base}
}

/** What rules are told of an image beside its tree. */
export function factsOf({config, annotations, layers}: Image): ImageFacts {
  const {env, labels} = config
  return {env, labels, annotations, steps: historySteps(config, layers.length)}
}

function layersOf(union: Union): readonly (LayerData | null)[] {
  return union.layers.map(layer => layer && {columns: layer.columns, facts: layer.facts})
}

/** Versions that hold the same bytes; see DuplicatesTask. Takes as long as reading what may be the same. */
export function findDuplicates({image, union}: ImageFiles, pool: WorkerPool, context: Context) {
  const regions = image.layers.map((layer, i) => plainRegion(layer, union.layers[i] ?? null))
  return pool.run({type: 'duplicates', layers: layersOf(union), union: union.columns, regions}, context)
}

/** All files together take no more memory than this, bytes. */
const READ_MOST = 64 << 20

/** The contents of these versions' files. A layer is gone through once, in the order of its tar. */
export async function readWanted(
  {image, union}: ImageFiles,
  wanted: readonly number[],
  context: Context,
): Promise<ReadonlyMap<number, Uint8Array>> {
  const {versionOrigin, versionLayer, versionEntry} = union.columns
  const found = new Map<number, Uint8Array>()
  const byLayer = new Map<number, number[]>()
  let room = READ_MOST
  for (const version of wanted) {
    const origin = versionOrigin[version]!
    if (origin < 0 || union.type(origin) !== 'file') continue
    const size = union.sizeOf(origin)
    if (size > Math.min(WANTED_BYTES, room)) continue
    room -= size
    const layer = versionLayer[origin]!
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), version])
  }
  const entryOf = (version: number) => versionEntry[versionOrigin[version]!]!
  for (const [layer, versions] of byLayer) {
    versions.sort((a, b) => entryOf(a) - entryOf(b))
    try {
      await readLayer(image.layers[layer]!, union, versions, entryOf, context, found)
    } catch (error) {
      throwIfCancelled(context.signal)
      // A layer that is damaged or gone was told of when it was read; its rules do without.
      if (!(error instanceof LensError)) throw error
    }
  }
  return found
}

async function readLayer(
  layer: Image['layers'][number],
  union: Union,
  versions: readonly number[],
  entryOf: (version: number) => number,
  context: Context,
  found: Map<number, Uint8Array>,
): Promise<void> {
  const contents = await LayerContents.open(layer, union.layers[layer.index]!, context)
  try {
    for (const [i, version] of versions.entries()) {
      // Two names of one file.
      const before = i > 0 && entryOf(versions[i - 1]!) === entryOf(version) ? found.get(versions[i - 1]!) : undefined
      if (before !== undefined) found.set(version, before)
      else {
        const content = await contents.open(entryOf(version))
        const bytes = new Uint8Array(content.size)
        for await (const piece of content.pieces()) bytes.set(piece.bytes, piece.at)
        found.set(version, bytes)
      }
    }
  } finally {
    await contents.close()
  }
}
