import {column} from '../layer/columns.ts'
import type {LayerColumns, LayerFacts} from '../layer/layer-index.ts'
import {EntryType} from '../tar/entry-type.ts'
import type {Union} from './union.ts'

/** The tables of a flat tree: owners, attributes, links and devices of many layers, numbered anew. */
export class FlatTables {
  private readonly union: Union
  private readonly owners: (readonly [number, number])[] = []
  private readonly ownerIds = new Map<string, number>()
  private readonly ownersOfLayer: Int32Array[]
  private readonly xattrs: Readonly<Record<string, string>>[] = []
  private readonly xattrIds = new Map<string, number>()
  private readonly devices: [number, number, number][] = []
  private readonly links: {readonly entry: number; readonly target: Uint8Array}[] = []

  constructor(union: Union) {
    this.union = union
    this.ownersOfLayer = union.layers.map(layer =>
      Int32Array.from(layer?.facts.owners ?? [], owner => numbered(this.owners, this.ownerIds, owner)),
    )
  }

  /** Copies what a version's entry says of itself. */
  take(columns: LayerColumns, entry: number, version: number, timeless: boolean): void {
    const {versionEntry, versionLayer} = this.union.columns
    const layer = versionLayer[version]!
    const {columns: from, facts} = this.union.layers[layer]!
    const own = versionEntry[version]!
    columns.entryMode[entry] = from.entryMode[own]!
    columns.entryOwner[entry] = this.ownersOfLayer[layer]![from.entryOwner[own]!] ?? 0
    columns.entryLink[entry] = -1
    const set = from.entryXattrs?.[own] ?? -1
    columns.entryXattrs![entry] = set < 0 ? -1 : numbered(this.xattrs, this.xattrIds, facts.xattrs[set]!)
    if (columns.entryType[entry] === EntryType.char || columns.entryType[entry] === EntryType.block) {
      const original = this.union.original(version)
      const device = this.union.layers[versionLayer[original]!]!.device(versionEntry[original]!)
      if (device !== null) this.devices.push([entry, ...device])
    }
    if (timeless) return
    columns.entrySeconds[entry] = from.entrySeconds[own]!
    columns.entryNanos![entry] = from.entryNanos?.[own] ?? 0
    columns.entryDigits![entry] = from.entryDigits?.[own] ?? 0
  }

  /** Remembers where an entry leads; null: nowhere. */
  link(entry: number, target: Uint8Array | null): void {
    if (target !== null) this.links.push({entry, target})
  }

  /** The targets, in the order in which they were told; fills `entryLink` with their numbers. */
  linkColumns({entryLink}: LayerColumns): Pick<LayerColumns, 'linkStart' | 'linkNames'> {
    const linkStart = column(Uint32Array, this.links.length + 1)
    const linkNames = column(
      Uint8Array,
      this.links.reduce((sum, {target}) => sum + target.length, 0),
    )
    for (const [i, {entry, target}] of this.links.entries()) {
      linkNames.set(target, linkStart[i]!)
      linkStart[i + 1] = linkStart[i]! + target.length
      entryLink[entry] = i
    }
    return {linkStart, linkNames}
  }

  /** Where no entry has any attribute there is no column of them: comparing is then a glance. */
  xattrColumn({entryXattrs}: LayerColumns): Pick<LayerColumns, 'entryXattrs'> {
    return {entryXattrs: this.xattrs.length === 0 ? null : entryXattrs}
  }

  /** `end`: bytes of the row of all files, in which the offsets are places. */
  facts({entryCount, entryType, entrySize}: LayerColumns, end: number, isOpaque: boolean): LayerFacts {
    let size = 0
    for (let e = 0; e < entryCount; e++) if (entryType[e] === EntryType.file) size += entrySize[e]!
    return {
      owners: this.owners,
      xattrs: this.xattrs,
      devices: this.devices.sort(([a], [b]) => a - b),
      size,
      whiteouts: 0,
      opaqueDirectories: Number(isOpaque),
      tarSize: 0,
      diffId: null,
      blobDigest: null,
      compression: 'none',
      blobSize: 0,
      // Contents are had one by one from where they really are.
      table: {end},
      damage: null,
      problems: [],
    }
  }
}

/** The number of a value in a list that has each value once. */
function numbered<T>(list: T[], ids: Map<string, number>, value: T): number {
  const key = JSON.stringify(value)
  const known = ids.get(key)
  if (known !== undefined) return known
  ids.set(key, list.length)
  list.push(value)
  return list.length - 1
}
