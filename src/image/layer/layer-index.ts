import type {Digest} from '../oci/digest.ts'
import {ENTRY_TYPE_NAMES, type EntryTypeName} from '../tar/entry-type.ts'

export {ENTRY_TYPE_NAMES, EntryType, type EntryTypeName} from '../tar/entry-type.ts'

/**
 * A layer's tar as columns: typed arrays and one table of names, over shared memory, so that a million entries cost tens of
 * megabytes and cross threads without being copied. An entry is a member of the tar, in the tar's order; a node is a path
 * that entries name (node 0 is the root; a parent always comes before its children). Several entries may share a node.
 */
export interface LayerColumns {
  readonly entryCount: number
  readonly nodeCount: number
  /** per node: parent, −1 for the root */
  readonly nodeParent: Int32Array
  /** per node and one more: where its base name starts in `names` */
  readonly nodeName: Uint32Array
  /** per node: its last entry in the tar, −1 for a directory that is only implied */
  readonly nodeEntry: Int32Array
  /** base names, bytes as the tar has them */
  readonly names: Uint8Array
  readonly entryNode: Int32Array
  /** EntryType */
  readonly entryType: Uint8Array
  /** EntryMark */
  readonly entryMark: Uint8Array
  /** permission bits with setuid, setgid, sticky */
  readonly entryMode: Uint16Array
  /** index into `owners` */
  readonly entryOwner: Uint32Array
  /** declared size in bytes; of a sparse file the real size; of a hard link 0 */
  readonly entrySize: Float64Array
  /** where the content starts, bytes from the start of the uncompressed tar (of the blob, where `table` of the facts says so) */
  readonly entryOffset: Float64Array
  /** bytes the content takes in the tar; differs from entrySize for sparse files only, null where none is */
  readonly entryStored: Float64Array | null
  /** modification time, whole seconds since 1970, rounded down */
  readonly entrySeconds: Float64Array
  /** nanoseconds beyond the second; null where no entry has any */
  readonly entryNanos: Int32Array | null
  /** digits of the fraction the tar gave, 0–9; null where no entry has any */
  readonly entryDigits: Uint8Array | null
  /** index into the link table, −1 for none */
  readonly entryLink: Int32Array
  readonly linkStart: Uint32Array
  readonly linkNames: Uint8Array
  /** index into `xattrs`, −1 for none; null where no entry has any */
  readonly entryXattrs: Int32Array | null
  /**
   * 16 bytes an entry: the first half of the SHA-256 of what the tar stores of a regular file, which is its content unless it
   * is sparse; null where contents were hopped over
   */
  readonly contentDigests: Uint8Array | null
  /** entries whose content is kept here, in the tar's order: see KeptFiles; null where none is */
  readonly keptEntry: Int32Array | null
  /** two for each of them: where its content starts and ends in `keptBytes` */
  readonly keptStart: Uint32Array | null
  readonly keptBytes: Uint8Array | null
}

/** What is small enough to be plain data. */
export interface LayerFacts {
  /** uid and gid pairs */
  readonly owners: readonly (readonly [number, number])[]
  /** attribute sets in a canonical spelling, each once */
  readonly xattrs: readonly Readonly<Record<string, string>>[]
  /** device numbers, in the order of entries: [entry, major, minor] */
  readonly devices: readonly (readonly [number, number, number])[]
  /** Σ declared sizes of regular files, bytes */
  readonly size: number
  readonly whiteouts: number
  readonly opaqueDirectories: number
  /** bytes of the uncompressed tar; 0 where only its table of contents was read */
  readonly tarSize: number
  /** SHA-256 of the uncompressed tar, null where contents were hopped over */
  readonly diffId: Digest | null
  /**
   * SHA-256 of the uncompressed tar filled up with zeros to whole records of 10,240 bytes, as most writers end a tar; null or
   * absent where it ends so, or was hopped over
   */
  readonly filledDiffId?: Digest | null
  /** SHA-256 of the blob as stored, null where it was not read in full */
  readonly blobDigest: Digest | null
  readonly compression: 'none' | 'gzip' | 'zstd'
  /** bytes of the blob as stored */
  readonly blobSize: number
  /**
   * there where the index is a layer's own table of contents and nothing else of the blob was read: contents then begin at
   * places of the compressed blob, and the last ends before `end`
   */
  readonly table?: {readonly end: number}
  /** why the rest of the tar could not be read; null where all of it was */
  readonly damage: string | null
  readonly problems: readonly LayerProblem[]
}

/** Something odd in the tar that was survived. */
export interface LayerProblem {
  /** bytes from the start of the uncompressed tar */
  readonly offset: number
  /** hostile text made of names may be inside */
  readonly message: string
}

/** What an entry means beyond being a file: image-spec layer.md, Whiteouts. */
export const EntryMark = {
  none: 0,
  /** `.wh.NAME`: hides NAME of the layers below */
  whiteout: 1,
  /** `.wh..wh..opq`: hides everything the layers below have in this directory */
  opaque: 2,
  /**
   * neither a file of the image nor a deletion: other `.wh..wh.*` and what lies below (aufs), eStargz' table of contents and
   * landmarks, volume labels and the rests of files that another volume began (GNU tar), access control lists (Solaris), paths
   * too long for anything to unpack
   */
  leftover: 3,
} as const

const decoder = new TextDecoder('utf-8')

/** Bytes of shared memory as text; TextDecoder refuses shared memory, so they are copied first. */
export function decodeName(bytes: Uint8Array, start: number, end: number): string {
  let ascii = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte > 127) return decoder.decode(bytes.slice(start, end))
    ascii += String.fromCharCode(byte)
  }
  return ascii
}

/** Read access to a layer's columns. Holds no closures: rebuild it from (columns, facts) on any thread. */
export class LayerIndex {
  readonly columns: LayerColumns
  readonly facts: LayerFacts

  constructor(columns: LayerColumns, facts: LayerFacts) {
    this.columns = columns
    this.facts = facts
  }

  get entryCount(): number {
    return this.columns.entryCount
  }

  /** A node's base name; '' for the root. Not fit for a screen before text/ has seen it. */
  nodeName(node: number): string {
    const {nodeName, names} = this.columns
    return decodeName(names, nodeName[node]!, nodeName[node + 1]!)
  }

  /** Path without a leading slash, as bytes; empty for the root. */
  nodePathBytes(node: number): Uint8Array {
    const {nodeName, names, nodeParent} = this.columns
    let length = 0
    for (let n = node; n > 0; n = nodeParent[n]!) length += nodeName[n + 1]! - nodeName[n]! + 1
    const path = new Uint8Array(Math.max(0, length - 1))
    let at = path.length
    for (let n = node; n > 0; n = nodeParent[n]!) {
      const start = nodeName[n]!
      const end = nodeName[n + 1]!
      at -= end - start
      path.set(names.subarray(start, end), at)
      if (at > 0) path[--at] = 0x2f
    }
    return path
  }

  /** Path without a leading slash; '' for the root. Bytes that are not UTF-8 become U+FFFD. */
  nodePath(node: number): string {
    const bytes = this.nodePathBytes(node)
    return decodeName(bytes, 0, bytes.length)
  }

  /** In the words of `ls --json`. */
  type(entry: number): EntryTypeName {
    return ENTRY_TYPE_NAMES[this.columns.entryType[entry]!] ?? 'file'
  }

  /** [uid, gid] */
  owner(entry: number): readonly [number, number] {
    return this.facts.owners[this.columns.entryOwner[entry]!] ?? [0, 0]
  }

  /** Target of a symlink or hard link as the tar has it, null for other entries. */
  linkTarget(entry: number): string | null {
    const bytes = this.linkTargetBytes(entry)
    return bytes && decodeName(bytes, 0, bytes.length)
  }

  /** The same as bytes, a view. */
  linkTargetBytes(entry: number): Uint8Array | null {
    const link = this.columns.entryLink[entry]!
    if (link < 0) return null
    return this.columns.linkNames.subarray(this.columns.linkStart[link]!, this.columns.linkStart[link + 1]!)
  }

  /** True for a file with holes: what the tar stores of it is a map and the data between them. */
  isSparse(entry: number): boolean {
    const {entryStored, entrySize} = this.columns
    return entryStored !== null && entryStored[entry] !== entrySize[entry]
  }

  /** Extended attributes, empty where there are none. */
  xattrs(entry: number): Readonly<Record<string, string>> {
    const id = this.columns.entryXattrs?.[entry] ?? -1
    return this.facts.xattrs[id] ?? {}
  }

  /** True for an entry whose content `keptContent` has. */
  isKept(entry: number): boolean {
    return this.columns.keptEntry?.includes(entry) ?? false
  }

  /** A copy of an entry's content where it is one of the few that are kept (KeptFiles); null for all others. */
  keptContent(entry: number): Uint8Array | null {
    const {keptEntry, keptStart, keptBytes} = this.columns
    const at = keptEntry?.indexOf(entry) ?? -1
    return at < 0 ? null : keptBytes!.slice(keptStart![2 * at]!, keptStart![2 * at + 1]!)
  }

  /** [major, minor] of a device, null for other entries. */
  device(entry: number): readonly [number, number] | null {
    const {devices} = this.facts
    let low = 0
    let high = devices.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const [at, major, minor] = devices[middle]!
      if (at === entry) return [major, minor]
      if (at < entry) low = middle + 1
      else high = middle - 1
    }
    return null
  }

  /** Modification time as ISO 8601, with as many digits of a second as the tar gave. */
  mtime(entry: number): string {
    const seconds = this.columns.entrySeconds[entry]!
    const digits = this.columns.entryDigits?.[entry] ?? 0
    const whole = new Date(seconds * 1000)
    // Beyond the range of Date (± 275,760 years) there is no ISO spelling; the seconds say it exactly.
    if (Number.isNaN(whole.getTime())) return `@${seconds}`
    const base = whole.toISOString().slice(0, -5)
    if (digits === 0) return `${base}Z`
    const nanos = String(this.columns.entryNanos?.[entry] ?? 0).padStart(9, '0')
    return `${base}.${nanos.slice(0, digits)}Z`
  }
}
