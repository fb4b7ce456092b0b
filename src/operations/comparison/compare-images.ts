import {type AlignedLayers, alignLayers} from '../../image/analysis/comparison/aligned-layers.ts'
import {type ConfigDifference, configDifferences} from '../../image/analysis/comparison/config-differences.ts'
import {ALL_TOLD, type NoiseSwitches} from '../../image/analysis/comparison/noise.ts'
import {type TreeFigures, treeFigures} from '../../image/analysis/comparison/tree-figures.ts'
import type {UnionFigures} from '../../image/analysis/figures.ts'
import {Union} from '../../image/filesystem/union.ts'
import {LayerIndex} from '../../image/layer/layer-index.ts'
import type {Context, Image, Layer} from '../../image/oci/image.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import {withoutSharedTransport} from '../../image/oci/reference.ts'
import {t} from '../../text/translate.ts'
import type {ImageFiles} from '../extract/path-failure.ts'
import {plainRegion} from '../plain-region.ts'
import type {CompareTreesResult, TreeData} from '../worker/comparison-protocol.ts'
import type {LayerData} from '../worker/layer-data.ts'
import type {WorkerPool} from '../worker/pool.ts'
import {TreeContent} from './tree-content.ts'

/** One of two images, or one of two states of one. */
export interface ComparedSide extends ImageFiles {
  /** the state as of this layer */
  readonly layer: number
  /** every byte of its layers was read, and they are what the image names */
  readonly verified?: boolean
  /** layers whose bytes nobody held against their digests; absent where that is not asked */
  readonly unverified?: readonly number[]
  /** false: what unverified layers hold is the same by their contents alone, whatever they claim; true by default */
  readonly believed?: boolean
}

/** Where two images are compared, and what of their differences nobody wants to see. */
export interface CompareOptions {
  readonly pool: WorkerPool
  readonly context: Context
  /** differences that are left out */
  readonly quiet?: NoiseSwitches
}

/** How two images differ, but for contents that nothing told apart yet. */
export interface ComparedImages {
  readonly before: ComparedSide
  readonly after: ComparedSide
  /** what both are called, to be read one after the other; hostile */
  readonly names: readonly [before: string, after: string]
  /** an image of two layers, the one before and what differs: whatever reads an image reads their difference */
  readonly image: Image
  readonly union: Union
  readonly figures: UnionFigures
  /** pairs of nodes: what was added, and what was removed, with the same content */
  readonly moves: Int32Array
  readonly summary: readonly [before: TreeFigures, after: TreeFigures]
  readonly layers: readonly AlignedLayers[]
  readonly config: readonly ConfigDifference[]
  /** files of equal size whose contents nothing told apart and could not be read, or were not: their times decide */
  readonly unread: number
  readonly compared: CompareTreesResult
}

/** Compares two images by what is known of them, in the worker: no layer is read. Rejects with `cancelled`. */
export async function compareImages(
  before: ComparedSide,
  after: ComparedSide,
  {pool, context, quiet = ALL_TOLD}: CompareOptions,
): Promise<ComparedImages> {
  const compared = await pool.run(
    {type: 'compare-trees', before: treeData(before), after: treeData(after), quiet},
    context,
  )
  const indexes = compared.layers.map(({columns, facts}) => new LayerIndex(columns, facts))
  const union = new Union(compared.union, indexes)
  const {names, alone} = namesOf(before, after)
  const layers = [before, after].map((side, i) =>
    treeLayer(alone[i as 0 | 1], i, new TreeContent(side, indexes[i]!, compared.origins[i as 0 | 1])),
  )
  return {
    before,
    after,
    names,
    image: {
      ...after.image,
      reference: names.join(' → '),
      id: null,
      digest: null,
      tags: [],
      // Its steps are those of an image, not of a difference.
      config: {...after.image.config, history: []},
      layers,
      warnings: [],
    },
    union,
    figures: compared.figures,
    moves: compared.moves,
    summary: [treeFigures(before.union, before.layer), treeFigures(after.union, after.layer)],
    layers: alignLayers(alignable(before), alignable(after)),
    config: configDifferences(before.image.rawConfig, after.image.rawConfig),
    unread: compared.undecided.length,
    compared,
  }
}

/** What a side is called: its reference, and the layer where it isn't the last. Hostile. */
export function sideName({image, layer}: ComparedSide): string {
  return layer === image.layers.length - 1 ? image.reference : t`${image.reference}, layer ${layer}`
}

/** What both are called, one after the other, and each alone: two states of one image by their layers. */
function namesOf(before: ComparedSide, after: ComparedSide) {
  if (before.image === after.image) {
    const alone = [t`layer ${before.layer}`, t`layer ${after.layer}`] as const
    return {names: [`${after.image.reference}: ${alone[0]}`, alone[1]] as const, alone}
  }
  const names = [sideName(before), sideName(after)] as const
  return {names, alone: withoutSharedTransport(names)}
}

/** One of the two as the worker takes it. */
export function treeData({image, union, layer, unverified = [], believed = true}: ComparedSide): TreeData {
  return {
    layers: union.layers.map((index): LayerData | null => index && {columns: index.columns, facts: index.facts}),
    union: union.columns,
    layer,
    diffIds: image.layers.map(({diffId, index}) => (believed || !unverified.includes(index) ? diffId : null)),
    regions: image.layers.map((each, i) => plainRegion(each, union.layers[i] ?? null)),
  }
}

function treeLayer(name: string, index: number, content: TreeContent): Layer {
  return {
    index,
    diffId: null,
    digest: null,
    mediaType: MEDIA_TYPE.ociLayer,
    compressedSize: null,
    history: {created: null, createdBy: null, author: null, comment: name, emptyLayer: false},
    content,
    missing: null,
  }
}

function alignable({image, layer}: ComparedSide) {
  return image.layers.slice(0, layer + 1).map(({diffId, history}) => ({diffId, createdBy: history?.createdBy ?? null}))
}
