import type {Digest} from '../../image/oci/digest.ts'
import type {Context, Image, Layer, LayerContent, Transport, WholeImage} from '../../image/oci/image.ts'
import {historyOfLayers, type ImageConfig} from '../../image/oci/image-config.ts'
import {formatPlatform, type Platform} from '../../image/oci/platform.ts'
import {counted} from '../../text/size.ts'
import {t} from '../../text/translate.ts'

/** What a medium knows of a layer before the config has its say. */
export interface LayerParts {
  readonly digest: Digest | null
  readonly mediaType: string
  /** bytes of the blob as stored, null for a blob that is stored plain or where it is not known */
  readonly compressedSize: number | null
  /** null: the blob can't be had; `missing` says why, in a sentence */
  readonly content: LayerContent | null
  readonly missing: string | null
  /** something odd about this layer, in a sentence; the layer's number is put before it */
  readonly oddity: string | null
}

/** What a medium supplies; everything else of an Image follows from it. */
export interface ImageParts {
  readonly transport: Transport
  readonly reference: string
  readonly id: Digest | null
  readonly heldAs?: Digest
  readonly digest: Digest | null
  readonly tags: readonly string[]
  readonly mediaType: string
  readonly annotations: Readonly<Record<string, string>>
  /** as the index says, null where there is none */
  readonly platform: Platform | null
  readonly rawManifest: Uint8Array
  readonly rawConfig: Uint8Array
  readonly config: ImageConfig
  /** base first */
  readonly layers: readonly LayerParts[]
  readonly warnings: readonly string[]
  readonly whole?: WholeImage
  exported?(context: Context): Promise<Image>
  /** true where the format knows no diffIDs, so that nobody misses them */
  readonly diffIdsUnknown?: boolean
}

/** Puts an Image together, the same way for every medium, with a warning for everything that doesn't agree. Pure. */
export function assembleImage(parts: ImageParts): Image {
  const {diffIdsUnknown = false, ...known} = parts
  const {config} = parts
  const history = historyOfLayers(config.history, parts.layers.length)
  const layers = parts.layers.map(({digest, mediaType, compressedSize, content, missing}, index): Layer => {
    const diffId = config.diffIds[index] ?? null
    return {index, diffId, digest, mediaType, compressedSize, history: history[index] ?? null, content, missing}
  })
  const oddities = parts.layers.flatMap(({oddity}, i) => (oddity === null ? [] : [t`Layer ${i}: ${oddity}`]))
  const platform = completed(config.platform, parts.platform)
  return {
    ...known,
    tags: askedForFirst(parts),
    platform,
    layers,
    warnings: [
      ...parts.warnings,
      ...oddities,
      ...countWarnings(layers.length, config, diffIdsUnknown),
      ...missingWarning(layers),
      ...windowsWarning(platform),
      ...platformWarning(config.platform, parts.platform),
    ],
  }
}

/** An image of several names is told by the one that was typed; engines put a host or `latest` to it. */
function askedForFirst({tags, reference}: ImageParts): readonly string[] {
  const isAsked = (tag: string) =>
    [tag, tag.replace(/^(?:docker\.io\/library|docker\.io|localhost)\//, '')].some(
      name =>
        reference.endsWith(`:${name}`) || (name.endsWith(':latest') && `${reference}:latest`.endsWith(`:${name}`)),
    )
  const asked = tags.find(isAsked)
  return asked === undefined ? tags : [asked, ...tags.filter(tag => tag !== asked)]
}

function countWarnings(layers: number, config: ImageConfig, diffIdsUnknown: boolean): string[] {
  const warnings: string[] = []
  const diffIds = config.diffIds.length
  if (diffIds !== layers && !diffIdsUnknown) {
    warnings.push(
      t`The manifest lists ${counted(layers, 'layer', 'layers')}, the config ${counted(diffIds, 'diffID', 'diffIDs')}; they are matched from the base.`,
    )
  }
  const steps = config.history.filter(step => !step.emptyLayer).length
  if (config.history.length > 0 && steps !== layers) {
    warnings.push(
      t`The history tells of ${counted(steps, 'layer', 'layers')}, the image has ${layers}; instructions may be shown at the wrong layer.`,
    )
  }
  return warnings
}

function missingWarning(layers: readonly Layer[]): string[] {
  const missing = layers.filter(layer => layer.content === null).length
  if (missing === 0) return []
  return [t`This image is incomplete: ${missing} of its ${counted(layers.length, 'layer', 'layers')} can't be read.`]
}

/** How Windows' layers are made: hcsshim and image-spec layer.md leave it to Windows, but all of them look so. */
function windowsWarning({os}: Platform): string[] {
  if (os !== 'windows') return []
  return [
    t`This is a Windows image: its layers keep the files of C:\\ below Files/ and the registry below Hives/; paths are shown so.`,
  ]
}

/** The config's platform, completed by the index's, which alone may know the variant. */
function completed(own: Platform, index: Platform | null): Platform {
  if (index === null) return own
  if (own.architecture === 'unknown') return index
  const agree = own.os === index.os && own.architecture === index.architecture
  return agree && own.variant === null ? {...own, variant: index.variant} : own
}

function platformWarning(own: Platform, index: Platform | null): string[] {
  if (index === null || own.architecture === 'unknown') return []
  if (own.os === index.os && own.architecture === index.architecture) return []
  return [t`The index says ${formatPlatform(index)}, the config ${formatPlatform(own)}; the config is believed.`]
}
