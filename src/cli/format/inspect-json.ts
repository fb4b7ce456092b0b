import {type Distribution, distributionOf} from '../../image/analysis/distribution.ts'
import type {ChangeCount, ChangeName} from '../../image/analysis/figures.ts'
import type {LoadedImage} from '../../operations/load-image.ts'
import {layerFault} from '../../operations/load-image.ts'
import {odditiesOf} from './oddities.ts'

/** The document of `inspect --json`, schema 1. Fields may be added, never changed. Sizes in bytes. */
export interface InspectDocument {
  readonly schema: 1
  readonly reference: string
  readonly transport: string
  readonly id: string | null
  readonly digest: string | null
  readonly platform: {readonly os: string; readonly architecture: string; readonly variant: string | null}
  readonly tags: readonly string[]
  readonly created: string | null
  readonly author: string | null
  readonly config: {
    readonly env: readonly string[]
    readonly entrypoint: readonly string[]
    readonly cmd: readonly string[]
    readonly workingDir: string
    readonly user: string
    readonly labels: Readonly<Record<string, string>>
    readonly exposedPorts: readonly string[]
    readonly volumes: readonly string[]
  }
  /** what the final image's os-release says, and the last layer of its base (see Distribution); null where it says nothing */
  readonly distribution: {
    readonly id: string
    readonly versionId: string | null
    readonly prettyName: string
    readonly layer: number | null
    readonly size: number | null
  } | null
  readonly layers: readonly InspectLayer[]
  readonly totals: {
    readonly layers: number
    readonly entries: number
    readonly size: number
    readonly compressedSize: number | null
    readonly paths: number
    readonly files: number
    readonly visibleSize: number
    readonly wastedSize: number
    readonly efficiency: number
  }
  /** false where a layer is missing, damaged or not what its digest says: the totals then stand on what could be read */
  readonly complete: boolean
  readonly warnings: readonly string[]
}

export interface InspectLayer {
  readonly index: number
  readonly diffId: string | null
  readonly digest: string | null
  readonly mediaType: string
  readonly compressedSize: number | null
  readonly size: number | null
  readonly entries: number | null
  readonly whiteouts: number
  readonly opaqueDirectories: number
  readonly command: string | null
  readonly created: string | null
  readonly error: string | null
  /** true where every byte was hashed and has the digest that the image gives; null where it was not looked at */
  readonly verified: boolean | null
  readonly wastedSize: number | null
  readonly changes: Readonly<Record<ChangeName, ChangeCount>> | null
}

/** What `inspect --json` prints of an image whose layers were read, those that could not be included. */
export function inspectJson(loaded: LoadedImage): InspectDocument {
  const {image, figures} = loaded
  const {config} = image
  return {
    schema: 1,
    reference: image.reference,
    transport: image.transport,
    id: image.id,
    digest: image.digest,
    platform: image.platform,
    tags: image.tags,
    created: config.created,
    author: config.author,
    config: {
      env: config.env,
      entrypoint: config.entrypoint,
      cmd: config.cmd,
      workingDir: config.workingDir,
      user: config.user,
      labels: config.labels,
      exposedPorts: config.exposedPorts,
      volumes: config.volumes,
    },
    distribution: distributionFields(distributionOf(loaded.union)),
    layers: image.layers.map((_, i) => layerOf(loaded, i)),
    totals: {
      layers: image.layers.length,
      entries: figures.entries,
      size: figures.size,
      compressedSize: compressedSize(loaded),
      paths: figures.paths,
      files: figures.files,
      visibleSize: figures.visibleSize,
      wastedSize: figures.wastedSize,
      efficiency: figures.efficiency,
    },
    complete: loaded.faults.length === 0,
    warnings: warningsOf(loaded),
  }
}

function distributionFields(found: Distribution | null): InspectDocument['distribution'] {
  if (found === null) return null
  const {id, versionId, prettyName, layer, size} = found
  return {id, versionId, prettyName, layer, size}
}

function layerOf(loaded: LoadedImage, i: number): InspectLayer {
  const layer = loaded.image.layers[i]!
  const state = loaded.layers[i]!
  const facts = state.index?.facts ?? null
  const figures = loaded.figures.layers[i]!
  return {
    index: i,
    diffId: layer.diffId,
    digest: layer.digest,
    mediaType: layer.mediaType,
    compressedSize: layer.compressedSize,
    size: facts?.size ?? null,
    entries: state.index?.entryCount ?? null,
    whiteouts: facts?.whiteouts ?? 0,
    opaqueDirectories: facts?.opaqueDirectories ?? 0,
    command: layer.history?.createdBy ?? null,
    created: layer.history?.created ?? null,
    error: layerFault(state),
    verified: state.trust === 'verified' ? true : state.trust === 'mismatch' ? false : null,
    wastedSize: facts === null ? null : figures.wastedSize,
    changes: facts === null ? null : figures.changes,
  }
}

/** Σ of the blobs as stored from layer `first` on; null where none of them is compressed. */
export function compressedSize(loaded: LoadedImage, first = 0): number | null {
  const layers = loaded.image.layers.slice(first)
  if (layers.every(layer => layer.compressedSize === null)) return null
  return layers.reduce(
    (sum, layer) => sum + (layer.compressedSize ?? loaded.layers[layer.index]!.index?.facts.blobSize ?? 0),
    0,
  )
}

function warningsOf(loaded: LoadedImage): string[] {
  const faults = loaded.faults.map(fault => `layer ${fault.layer}: ${fault.message}`)
  return [...new Set([...loaded.image.warnings, ...faults, ...odditiesOf(loaded)])]
}
