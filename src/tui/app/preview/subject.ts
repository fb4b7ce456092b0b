import {type LinkChain, linkChain} from '../../../image/filesystem/link-chain.ts'
import {ownerNamesAt} from '../../../image/filesystem/owner-names.ts'
import {NEVER, type Union} from '../../../image/filesystem/union.ts'
import type {EntryTypeName} from '../../../image/layer/layer-index.ts'

/** What is looked into: a version of a path, and what the image says of it. */
export interface PreviewSubject {
  readonly version: number
  /** no leading slash; hostile */
  readonly path: string
  readonly type: EntryTypeName
  /** the layer that brought it */
  readonly layer: number
  /** the layer that hides it; null where it is in the final image */
  readonly hiddenBy: number | null
  readonly mode: number
  /** by name, where the image's own files know it; hostile */
  readonly owner: string
  /** of a device */
  readonly device: readonly [number, number] | null
  /** of a hard link: the path it shares its bytes with; hostile */
  readonly linkedTo: string | null
  /** of a symlink: where it leads */
  readonly chain: LinkChain | null
  /** the version whose bytes are shown, that of a file at the end of links; −1 where there are none */
  readonly source: number
  /** its bytes */
  readonly size: number
}

/** `layer`: the one the user looks at; links are followed as of then, or as of when an older version was to be seen. */
export function subjectOf(union: Union, version: number, layer: number): PreviewSubject | null {
  const at = union.entryOf(version)
  if (at === null) return null
  const {versionLayer, versionUntil, versionNode} = union.columns
  const [own, until] = [versionLayer[version]!, versionUntil[version]!]
  const type = union.type(version)
  const asOf = own <= layer && layer < until ? layer : Math.max(own, Math.min(until, union.layerCount) - 1)
  const chain = union.type(union.original(version)) === 'symlink' ? linkChain(union, version, asOf) : null
  const end = chain === null ? version : chain.end.kind === 'found' ? chain.end.version : -1
  const original = end < 0 ? -1 : union.original(end)
  const source = original >= 0 && union.type(original) === 'file' ? original : -1
  return {
    version,
    path: union.path(versionNode[version]!),
    type,
    layer: own,
    hiddenBy: until === NEVER ? null : until,
    mode: at.layer.columns.entryMode[at.entry]!,
    owner: ownerNamesAt(union, asOf).text(at.layer.owner(at.entry)),
    device: at.layer.device(at.entry),
    linkedTo: type === 'hardlink' ? at.layer.linkTarget(at.entry) : null,
    chain,
    source,
    size: source < 0 ? 0 : union.sizeOf(source),
  }
}
