import {Change, type Union} from '../../filesystem/union.ts'
import type {WasteRow} from '../waste/folded-waste.ts'

/** What files were given that a layer stored again; null where it is not the same for all. */
export interface CopyAttributes {
  /** uid and gid */
  readonly owner: readonly [number, number] | null
  /** permission bits */
  readonly mode: number | null
}

/** So many files are looked at: they tell enough. */
const SAMPLED = 1000

/** Owner and mode of the copies that `layer` stores of what these rows tell. Regular files only. */
export function attributesOf(union: Union, rows: readonly WasteRow[], layer: number): CopyAttributes {
  let owner: readonly [number, number] | null | undefined
  let mode: number | null | undefined
  let seen = 0
  const open = rows.map(row => row.node).filter(node => node >= 0)
  while (open.length > 0 && seen < SAMPLED) {
    const node = open.pop()!
    const version = union.versionIn(node, layer)
    const isCopy = version >= 0 && union.columns.versionChange[version] === Change.metadata
    const at = isCopy && union.type(version) === 'file' ? union.entryOf(version) : null
    if (at !== null) {
      seen++
      const [uid, gid] = at.layer.owner(at.entry)
      const bits = at.layer.columns.entryMode[at.entry]! & 0o7777
      if (owner === undefined) owner = [uid, gid]
      else if (owner !== null && (owner[0] !== uid || owner[1] !== gid)) owner = null
      if (mode === undefined) mode = bits
      else if (mode !== bits) mode = null
    }
    open.push(...union.children(node))
  }
  return {owner: owner ?? null, mode: mode ?? null}
}
