import type {OwnerNames} from '../../image/filesystem/owner-names.ts'
import {CHANGE_NAMES, type Reason, type Union} from '../../image/filesystem/union.ts'
import type {EntryTypeName, LayerIndex} from '../../image/layer/layer-index.ts'

/** One line of `ls --json`, as the contract has it. */
export interface Listed {
  /** no leading slash; bytes that are not UTF-8 show as U+FFFD */
  readonly path: string
  /** the exact bytes, where they are not UTF-8 */
  readonly pathBase64?: string
  readonly type: EntryTypeName
  /** octal, such as "0644" */
  readonly mode: string
  readonly uid: number
  readonly gid: number
  /** what the image's own passwd and group call them, where they know them; hostile */
  readonly user?: string
  readonly group?: string
  readonly size: number
  /** ISO 8601, as precise as the tar; null for a folder that no entry names */
  readonly mtime: string | null
  readonly linkTarget: string | null
  /** [major, minor] of a device */
  readonly device?: readonly [number, number]
  /** the layer it comes from */
  readonly layer: number
  readonly change?: string | null
  readonly reasons?: readonly Reason[]
  /** a whiteout, an opaque mark or a leftover: not a file of the image; only for text */
  readonly mark?: boolean
}

/** A path of the tree. `changesOf`: the layer whose change is told too, null for none. */
export function listedVersion(
  union: Union,
  node: number,
  version: number,
  owners: OwnerNames,
  changesOf: number | null,
): Listed {
  const at = union.entryOf(version)
  const layer = union.columns.versionLayer[version]!
  const change =
    changesOf === null
      ? {}
      : {
          change: CHANGE_NAMES[union.changeIn(node, changesOf)] ?? null,
          reasons: layer === changesOf ? union.reasons(version) : [],
        }
  const path = pathFields(pathBytes(union, node))
  if (at === null) {
    return {
      ...path,
      type: 'directory',
      mode: '0755',
      ...ownerFields([0, 0], owners),
      size: 0,
      mtime: null,
      linkTarget: null,
      layer,
      ...change,
    }
  }
  return {...path, ...entryFields(at.layer, at.entry, owners), layer, ...change}
}

/** An entry of a layer's own tar. */
export function listedEntry(index: LayerIndex, entry: number, layer: number, owners: OwnerNames): Listed {
  const path = pathFields(index.nodePathBytes(index.columns.entryNode[entry]!))
  return {...path, ...entryFields(index, entry, owners), layer}
}

function ownerFields([uid, gid]: readonly [number, number], owners: OwnerNames) {
  const user = owners.user(uid)
  const group = owners.group(gid)
  return {uid, gid, ...(user === null ? {} : {user}), ...(group === null ? {} : {group})}
}

function entryFields(index: LayerIndex, entry: number, owners: OwnerNames): Omit<Listed, 'path' | 'layer'> {
  const device = index.device(entry)
  return {
    type: index.type(entry),
    mode: index.columns.entryMode[entry]!.toString(8).padStart(4, '0'),
    ...ownerFields(index.owner(entry), owners),
    size: index.columns.entrySize[entry]!,
    mtime: index.mtime(entry),
    linkTarget: index.linkTarget(entry),
    ...(device === null ? {} : {device}),
  }
}

function pathBytes(union: Union, node: number): Buffer {
  const parts: Uint8Array[] = []
  for (let n = node; n > 0; n = union.parent(n)) {
    parts.push(union.nameBytes(n))
    if (union.parent(n) > 0) parts.push(SLASH)
  }
  return Buffer.concat(parts.reverse())
}

const SLASH = Buffer.from('/')

function pathFields(bytes: Uint8Array): Pick<Listed, 'path' | 'pathBase64'> {
  const buffer = Buffer.from(bytes)
  const path = buffer.toString('utf8')
  return path.includes('\ufffd') && !Buffer.from(path).equals(buffer)
    ? {path, pathBase64: buffer.toString('base64')}
    : {path}
}
