import {t} from '../../text/translate.ts'
import {EntryMark, type LayerIndex} from '../layer/layer-index.ts'
import {type OddityList, shownName} from './oddity.ts'

/**
 * Opaque marks that come after what the same tar puts into their folder: who unpacks in order may take that away again. They
 * hide what lower layers have there, whatever their order (image-spec layer.md, Opaque Whiteout), and should come first. Linear
 * in the layer's paths; nothing to do where it has no such mark.
 */
export function addLateMarks(index: LayerIndex, found: OddityList): void {
  if (index.facts.opaqueDirectories === 0) return
  const {entryCount, entryMark, entryNode, nodeCount, nodeParent} = index.columns
  /** per folder: the entry of its last mark, −1 for none */
  const marks = new Int32Array(nodeCount).fill(-1)
  for (let e = 0; e < entryCount; e++) if (entryMark[e] === EntryMark.opaque) marks[nodeParent[entryNode[e]!]!] = e
  /** per node: the nearest folder above it with a mark, −1 for none; parents come before their children */
  const above = new Int32Array(nodeCount).fill(-1)
  for (let node = 1; node < nodeCount; node++) {
    const parent = nodeParent[node]!
    above[node] = marks[parent]! >= 0 ? parent : above[parent]!
  }
  /** folders by the first entry that their mark should have come before */
  const late = new Map<number, number>()
  for (let e = 0; e < entryCount; e++) {
    if (entryMark[e] !== EntryMark.none) continue
    for (let folder = above[entryNode[e]!]!; folder >= 0; folder = above[folder]!)
      if (marks[folder]! > e && !late.has(folder)) late.set(folder, e)
  }
  for (const [folder, entry] of late)
    found.add(() => {
      const [marked, before] = [folder, entryNode[entry]!].map(node => shownName(index.nodePath(node)))
      return t`${marked} is marked opaque after ${before} was put into it: the mark hides only what lower layers have there`
    })
}
