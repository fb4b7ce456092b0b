import {t} from '../../text/translate.ts'
import {Cause, type Union} from '../filesystem/union.ts'
import {EntryMark, type LayerIndex} from '../layer/layer-index.ts'
import {EntryType} from '../tar/entry-type.ts'
import {addLateMarks} from './late-marks.ts'
import {type Oddities, OddityList, shownName} from './oddity.ts'

/**
 * Paths that one tar uses as two different things: stored as another type again, as a folder that they are not, or as one that
 * begins anew when something is in it already. What counts is what a process that unpacks it in order ends with, opaque marks
 * apart; many refuse such a tar. Linear in the layer's entries.
 */
export function oddPathsOf(union: Union, layer: number): Oddities {
  const found = new OddityList(t`paths like these`)
  const index = union.layers[layer]
  if (index != null) {
    addRetyped(index, found)
    addLateMarks(index, found)
  }
  const {layerVersions, versionUntil, versionCause} = union.columns
  for (let v = layerVersions[layer]!; v < layerVersions[layer + 1]!; v++) {
    if (versionUntil[v] === layer && versionCause[v] === Cause.typeChanged) found.add(() => belowNoFolder(union, v))
  }
  return found.done()
}

function addRetyped(index: LayerIndex, found: OddityList): void {
  const {entryCount, entryNode, entryType, entryMark, nodeEntry} = index.columns
  for (let e = 0; e < entryCount; e++) {
    const last = nodeEntry[entryNode[e]!]!
    if (last === e || entryMark[e] !== EntryMark.none || kindOf(entryType[e]!) === kindOf(entryType[last]!)) continue
    found.add(() => {
      const name = shownName(index.nodePath(entryNode[e]!))
      return t`${name} is stored as ${WORDS[index.type(e)]} and again as ${WORDS[index.type(last)]}: the later one counts`
    })
  }
}

/** A hard link to a file is a file. */
function kindOf(type: number): number {
  return type === EntryType.hardlink ? EntryType.file : type
}

const WORDS = {
  file: t`a file`,
  hardlink: t`a hard link`,
  directory: t`a folder`,
  symlink: t`a symlink`,
  char: t`a device`,
  block: t`a device`,
  fifo: t`a pipe`,
} as const

function belowNoFolder(union: Union, version: number): string {
  const node = union.columns.versionNode[version]!
  const layer = union.columns.versionLayer[version]!
  let above = union.parent(node)
  while (above > 0 && isFolder(union, above, layer)) above = union.parent(above)
  const end = above > 0 ? shownName(union.path(above)) : t`what`
  return t`${shownName(union.path(node))} lies below ${end}, which this tar makes no folder: it is not there`
}

function isFolder(union: Union, node: number, layer: number): boolean {
  const version = union.versionAt(node, layer)
  return version < 0 || union.isDirectory(version)
}
